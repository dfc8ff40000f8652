package org.pushforward.files;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** The checksums of the chunks of a PNG file, which Java's own reader ignores. */
final class PngChecksums {
    private static final int SIGNATURE = 8;
    private static final int TYPE = 4;

    private PngChecksums() {}

    /**
     * Compares the checksums of all chunks with their contents.
     *
     * @throws DataFileException if one differs, or the file ends before its last chunk
     */
    static void check(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            in.skipNBytes(SIGNATURE);
            String type;
            do {
                type = chunk(file, in);
            } while (!type.equals("IEND"));
        } catch (EOFException e) {
            throw DataFileException.of(file + " is damaged: it ends within a chunk", e);
        }
    }

    /** Checks a chunk and returns its type. */
    private static String chunk(Path file, DataInputStream in) throws IOException {
        byte[] block = new byte[1 << 13];
        CRC32 checksum = new CRC32();
        long left = in.readInt() & 0xffffffffL;
        in.readFully(block, 0, TYPE);
        String type = new String(block, 0, TYPE, StandardCharsets.ISO_8859_1);
        checksum.update(block, 0, TYPE);
        while (left > 0) {
            int some = (int) Math.min(left, block.length);
            in.readFully(block, 0, some);
            checksum.update(block, 0, some);
            left -= some;
        }
        if ((in.readInt() & 0xffffffffL) != checksum.getValue()) {
            throw new DataFileException(file + " is damaged: the chunk " + type.replaceAll("[^A-Za-z]", "?")
                    + " does not match its checksum");
        }
        return type;
    }
}
