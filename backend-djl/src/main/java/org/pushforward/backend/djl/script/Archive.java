package org.pushforward.backend.djl.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The file format in which libtorch loads a program: a zip file with source text and pickled attributes. Ours has no
 * attributes.
 */
public final class Archive {
    /** The format version whose operators have their libtorch 2 semantics; older versions would be translated. */
    private static final String FORMAT = "10\n";

    /** An object of the class {@code __torch__.M} whose only attribute is {@code training = False}. */
    private static final byte[] MODULE = pickle("c__torch__\nM\n)\u0081}(X\b\0\0\0training\u0089ub.");

    private static final byte[] NO_CONSTANTS = pickle(").");

    private Archive() {}

    /** Returns the archive of a class {@code M} with the given methods. */
    public static byte[] of(String methods) {
        String source =
                "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n" + methods.indent(2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "m/data.pkl", MODULE);
            store(zip, "m/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "m/constants.pkl", NO_CONSTANTS);
            store(zip, "m/version", FORMAT.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] pickle(String body) {
        return ("\u0080\2" + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        // libtorch reads entries in place, so they are not compressed.
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
