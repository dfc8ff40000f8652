package org.pushforward.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.tensor.Shape;

/**
 * An NPY file that stays on disk and is read row by row. It is not mapped into memory, because mapped pages would count as memory of
 * this process. It is not read through a channel, because an interrupt of one thread would close the channel for all. Safe for use by
 * several threads.
 */
final class StoredArray implements StoredRows {
    private static final long WIDEST = 1L << 30;

    private final Path source;
    private final RandomAccessFile file;
    private final NpyFormat format;
    private final int rows;
    private final Shape event;
    private final byte[] bytes;
    private final ByteBuffer row;

    private StoredArray(Path source, RandomAccessFile file, NpyFormat format, int rows, Shape event) {
        this.source = source;
        this.file = file;
        this.format = format;
        this.rows = rows;
        this.event = event;
        this.bytes = new byte[event.size() * format.elements().bytes()];
        this.row = ByteBuffer.wrap(bytes).order(format.elements().order());
    }

    /**
     * Opens a file.
     *
     * @throws DataFileException if the file is damaged or not in row-major order
     */
    static StoredArray open(Path file) {
        try {
            NpyFormat format;
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                format = NpyFormat.readHeader(in, file.toString());
            }
            if (format.fortran() || format.shape().isEmpty()) {
                throw new DataFileException(
                        file + " is too large for memory and not in row-major order: save it in C order");
            }
            long rows = format.shape().get(0);
            long width = format.shape().stream().skip(1).reduce(1L, StoredArray::product);
            boolean fits = rows > 0 && rows < Integer.MAX_VALUE && width > 0 && width * 8 < WIDEST;
            if (!fits
                    || Files.size(file)
                            != format.begin()
                                    + product(
                                            product(rows, width),
                                            format.elements().bytes())) {
                throw new DataFileException(file + " has the shape " + format.shape() + " in " + Files.size(file)
                        + " bytes: it is truncated or damaged, or has 2^31 rows or more");
            }
            Shape event = Shape.of(
                    format.shape().stream().skip(1).mapToInt(Long::intValue).toArray());
            return new StoredArray(
                    file,
                    new RandomAccessFile(file.toFile(), "r"),
                    format,
                    (int) rows,
                    event.rank() == 0 ? Shape.of(1) : event);
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

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public Shape event() {
        return event;
    }

    /** Returns no names: the columns of a matrix are called c1, c2, ... */
    @Override
    public Optional<List<String>> names() {
        return Optional.empty();
    }

    /** Returns nothing, because every column is numeric. */
    @Override
    public Map<String, String> unreadable() {
        return Map.of();
    }

    @Override
    public int position(String column) {
        int width = event.rank() == 1 ? event.size() : 0;
        int at = column.matches("c[1-9]\\d{0,8}") ? Integer.parseInt(column.substring(1)) : 0;
        return at <= width ? at - 1 : -1;
    }

    /** Checks nothing, because every element is a number. Missing ones are found when they are drawn. */
    @Override
    public void checkNumeric(List<String> columns) {}

    @Override
    public synchronized void read(int number, double[] into) {
        try {
            file.seek(format.begin() + (long) number * bytes.length);
            file.readFully(bytes);
            for (int j = 0; j < into.length; j++) {
                into[j] = format.elements().number(row, j * format.elements().bytes());
            }
        } catch (IOException | ArithmeticException e) {
            throw DataFileException.of(source + " can no longer be read, in row " + number + ": " + e.getMessage(), e);
        }
    }
}
