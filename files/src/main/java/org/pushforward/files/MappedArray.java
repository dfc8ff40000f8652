package org.pushforward.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.pushforward.tensor.Shape;

/** An NPY file that stays on the disk: the operating system brings the rows that are asked for into memory, outside Java's heap. */
final class MappedArray {
    private static final long SEGMENT = 1L << 30;

    private final ArrayBytes elements;
    private final int rows;
    private final Shape event;
    private final int rowsInSegment;
    private final MappedByteBuffer[] segments;

    private MappedArray(FileChannel file, NpyFormat format, int rows, Shape event) throws IOException {
        this.elements = format.elements();
        this.rows = rows;
        this.event = event;
        long row = (long) event.size() * elements.bytes();
        this.rowsInSegment = (int) Math.max(1, Math.min(rows, SEGMENT / row));
        this.segments = new MappedByteBuffer[(rows - 1) / rowsInSegment + 1];
        for (int i = 0; i < segments.length; i++) {
            long first = (long) i * rowsInSegment;
            long count = Math.min(rowsInSegment, rows - first);
            segments[i] = file.map(FileChannel.MapMode.READ_ONLY, format.begin() + first * row, count * row);
            segments[i].order(elements.order());
        }
    }

    /**
     * Opens a file.
     *
     * @throws DataFileException if it is damaged, or its numbers do not lie row by row
     */
    static MappedArray open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyFormat format;
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                format = NpyFormat.readHeader(in, file.toString());
            }
            if (format.fortran() || format.shape().isEmpty()) {
                throw new DataFileException(
                        file + " is too large for memory and does not lie row by row: save it in the order of C");
            }
            long rows = format.shape().get(0);
            long width = format.shape().stream().skip(1).reduce(1L, MappedArray::product);
            boolean fits = rows > 0 && rows < Integer.MAX_VALUE && width > 0 && width * 8 < SEGMENT;
            if (!fits
                    || Files.size(file)
                            != format.begin()
                                    + product(
                                            product(rows, width),
                                            format.elements().bytes())) {
                throw new DataFileException(file + " has the shape " + format.shape() + " in " + Files.size(file)
                        + " bytes: it is cut off or damaged, or has 2^31 rows or more");
            }
            Shape event = Shape.of(
                    format.shape().stream().skip(1).mapToInt(Long::intValue).toArray());
            return new MappedArray(channel, format, (int) rows, event.rank() == 0 ? Shape.of(1) : event);
        } catch (IOException e) {
            throw DataFileException.unreadable(file, e);
        }
    }

    private static long product(long a, long b) {
        try {
            return Math.multiplyExact(a, b);
        } catch (ArithmeticException e) {
            throw DataFileException.of("a shape whose size overflows: the file is damaged", e);
        }
    }

    int rows() {
        return rows;
    }

    Shape event() {
        return event;
    }

    /** Reads the numbers of a row. */
    void read(int row, double[] into) {
        MappedByteBuffer segment = segments[row / rowsInSegment];
        int at = row % rowsInSegment * into.length * elements.bytes();
        for (int j = 0; j < into.length; j++) {
            into[j] = elements.number(segment, at + j * elements.bytes());
        }
    }
}
