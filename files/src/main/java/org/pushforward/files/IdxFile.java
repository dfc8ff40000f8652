package org.pushforward.files;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.pushforward.tensor.HostArray;

/** Reads MNIST's IDX format: two zero bytes, the type, the number of axes, their lengths, and the elements, all big-endian. */
final class IdxFile {
    private static final int GZIP = 0x1f8b;
    private static final long MOST_PACKED = 1032;

    private IdxFile() {}

    static HostArray read(Path file, long budget) throws IOException {
        long packed = Files.size(file);
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            raw.mark(2);
            boolean compressed = (raw.read() << 8 | raw.read()) == GZIP;
            raw.reset();
            InputStream in = compressed ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16)) : raw;
            byte[] start = in.readNBytes(4);
            if (start.length < 4 || start[0] != 0 || start[1] != 0) {
                throw new DataFileException(file + " does not begin with two zero bytes: it is not an IDX file");
            }
            ArrayBytes elements = elements(file, start[2]);
            List<Long> shape = new ArrayList<>();
            for (int axis = 0; axis < (start[3] & 0xff); axis++) {
                byte[] length = in.readNBytes(4);
                if (length.length < 4) {
                    throw new EOFException(file + " ends within its header: it is truncated");
                }
                shape.add(ByteBuffer.wrap(length).getInt() & 0xffffffffL);
            }
            long bytes = (long) elements.count(file.toString(), shape, budget) * elements.bytes();
            if (bytes > (compressed ? MOST_PACKED : 1) * packed) {
                throw new DataFileException(file + " claims " + bytes + " bytes of numbers, but the file has " + packed
                        + " bytes: it is damaged");
            }
            HostArray array = elements.read(in, file.toString(), shape, budget);
            // Reaching the end also checks the checksum of gzip.
            if (in.read() >= 0) {
                throw new DataFileException(file + " continues after its last number: the file is damaged");
            }
            return array;
        }
    }

    private static ArrayBytes elements(Path file, byte code) {
        return switch (code) {
            case 0x08 -> new ArrayBytes('u', 1, ByteOrder.BIG_ENDIAN);
            case 0x09 -> new ArrayBytes('i', 1, ByteOrder.BIG_ENDIAN);
            case 0x0b -> new ArrayBytes('i', 2, ByteOrder.BIG_ENDIAN);
            case 0x0c -> new ArrayBytes('i', 4, ByteOrder.BIG_ENDIAN);
            case 0x0d -> new ArrayBytes('f', 4, ByteOrder.BIG_ENDIAN);
            case 0x0e -> new ArrayBytes('f', 8, ByteOrder.BIG_ENDIAN);
            default ->
                throw new DataFileException(
                        file + " has the element type " + code + ": expected 8, 9, 11, 12, 13 or 14");
        };
    }
}
