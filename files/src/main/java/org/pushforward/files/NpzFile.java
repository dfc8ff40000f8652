package org.pushforward.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.pushforward.tensor.HostArray;

/** Reads named NumPy arrays from an archive. Their size is bounded by the budget and checked against the packed size. */
final class NpzFile {
    private static final int MOST_ARRAYS = 1000;
    /** Deflate packs at most 1032 bytes into one. */
    private static final long MOST_PACKED = 1032;

    private static final String SUFFIX = ".npy";

    private NpzFile() {}

    static Map<String, HostArray> read(Path file, long budget) throws IOException {
        Map<String, HostArray> arrays = new LinkedHashMap<>();
        long left = budget;
        try (ZipFile archive = new ZipFile(file.toFile())) {
            if (archive.size() > MOST_ARRAYS) {
                throw new DataFileException(
                        file + " has " + archive.size() + " entries: expected at most " + MOST_ARRAYS + " arrays");
            }
            List<? extends ZipEntry> entries = archive.stream().toList();
            for (ZipEntry entry : entries) {
                String what = file + ", array '" + printable(entry.getName()) + "'";
                if (!entry.getName().endsWith(SUFFIX)) {
                    throw new DataFileException(what + ": expected a name that ends with " + SUFFIX);
                }
                String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
                if (!name.equals(printable(name)) || name.isEmpty()) {
                    throw new DataFileException(what + ": expected a name of letters, digits, '.', '-' and '_'");
                }
                if (arrays.containsKey(name)) {
                    throw new DataFileException(what + " occurs twice: expected each name once");
                }
                try (CheckedInputStream in = new CheckedInputStream(
                        new BufferedInputStream(archive.getInputStream(entry), 1 << 16), new CRC32())) {
                    NpyFormat format = NpyFormat.readHeader(in, what);
                    long length = format.length(what, left);
                    if (length > MOST_PACKED * (entry.getCompressedSize() + 64)) {
                        throw new DataFileException(what + " claims " + length
                                + " bytes, which cannot be packed into " + entry.getCompressedSize()
                                + " bytes: the file is damaged or malicious");
                    }
                    HostArray array = format.read(in, what, left);
                    if (in.read() >= 0) {
                        throw new DataFileException(what + " continues after its last number: the file is damaged");
                    }
                    if (in.getChecksum().getValue() != entry.getCrc()) {
                        throw new DataFileException(what + " does not match its checksum: the file is damaged");
                    }
                    arrays.put(name, array);
                    left -= (long) array.size() * array.dtype().bytes();
                }
            }
        } catch (ZipException e) {
            throw DataFileException.of(file + " is not an archive of arrays, or is damaged: " + e.getMessage(), e);
        }
        if (arrays.isEmpty()) {
            throw new DataFileException(file + " contains no array");
        }
        return arrays;
    }

    private static String printable(String name) {
        return name.replaceAll("[^A-Za-z0-9._ -]", "?");
    }
}
