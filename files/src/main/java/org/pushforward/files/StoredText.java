package org.pushforward.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pushforward.files.text.DelimitedText;
import org.pushforward.files.text.RecordSplitter;
import org.pushforward.tensor.Shape;

/**
 * Delimited text that stays on disk. When it is opened, it is read from beginning to end, and every field is checked. Only the position of
 * every {@value #RECORDS}th row is kept, which takes a quarter of a byte per row.
 */
final class StoredText implements StoredRows {
    /** The number of rows that are read at once. */
    static final int RECORDS = 32;

    private final Path path;
    private final char separator;
    private final RandomAccessFile file;
    private final DelimitedText text;
    private final Map<Integer, Long> missing = new TreeMap<>();
    /** The position of each part. The first part is the first line, the others have {@value #RECORDS} rows each. */
    private long[] begins = new long[1024];

    private int parts;
    private long end;
    /** The number of rows in the first part: 0 if it contains the names of the columns, and 1 otherwise. */
    private int first;

    private int rows;

    private double[][] block = {};
    private int current = -1;

    private StoredText(Path path, char separator, Optional<Boolean> header) throws IOException {
        this.path = path;
        this.separator = separator;
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.text = new DelimitedText(path, header, Long.MAX_VALUE);
    }

    /**
     * Opens a file and reads it once.
     *
     * @throws DataFileException if the file is damaged, has no rows, or has 2^31 rows or more
     */
    static StoredText open(Path path, char separator, Optional<Boolean> header) {
        try {
            StoredText stored = new StoredText(path, separator, header);
            try (RecordSplitter records = new RecordSplitter(path)) {
                stored.index(records);
                return stored;
            } catch (IOException | RuntimeException e) {
                stored.file.close();
                throw e;
            }
        } catch (IOException e) {
            throw DataFileException.unreadable(path, e);
        }
    }

    private void index(RecordSplitter records) throws IOException {
        first = records.next(1) ? part(records, 1) : 0;
        boolean complete = true;
        while (complete && records.next(RECORDS)) {
            complete = part(records, RECORDS) == RECORDS;
        }
        if (records.next(1)) {
            throw quoted(records);
        }
        if (rows == 0) {
            throw new DataFileException(path + " has no rows of numbers: expected at least one");
        }
        end = records.begin();
    }

    private DataFileException quoted(RecordSplitter records) {
        return new DataFileException(path + ", about line " + records.line()
                + ": a quotation mark within a field; text with such fields cannot be streamed: convert the file"
                + " with 'pushforward data convert', or give Java more heap (-Xmx)");
    }

    private int part(RecordSplitter records, int most) {
        long line = records.line();
        int read = text.part(separator, records.part(), records.length(), line, row -> {
            for (int j = 0; j < row.length; j++) {
                if (Double.isNaN(row[j])) {
                    missing.putIfAbsent(j, line);
                }
            }
        });
        if (read > most) {
            throw quoted(records);
        }
        if (rows > Integer.MAX_VALUE - 2 * RECORDS) {
            throw new DataFileException(path + " has 2^31 rows or more: split it");
        }
        rows += read;
        if (parts == begins.length) {
            begins = Arrays.copyOf(begins, parts + parts / 2);
        }
        begins[parts++] = records.begin();
        return read;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public Shape event() {
        return Shape.of(text.names().size());
    }

    @Override
    public Optional<List<String>> names() {
        return Optional.of(text.names().stream()
                .filter(name -> text.problem(name).isEmpty())
                .toList());
    }

    @Override
    public Map<String, String> unreadable() {
        Map<String, String> unreadable = new LinkedHashMap<>();
        text.names().forEach(name -> text.problem(name).ifPresent(problem -> unreadable.put(name, problem)));
        return unreadable;
    }

    @Override
    public int position(String column) {
        return text.names().indexOf(column);
    }

    @Override
    public void checkNumeric(List<String> columns) {
        for (String name : columns) {
            text.problem(name).ifPresent(problem -> {
                throw new DataFileException(path + ": column '" + name + "' is not numeric: " + problem
                        + "; choose other columns, or write numbers there");
            });
            Long line = missing.get(position(name));
            if (line != null) {
                throw new DataFileException(path + ": column '" + name + "' has a missing number in the " + RECORDS
                        + " rows from line " + line
                        + " on: text that is streamed must have all numbers; remove the row,"
                        + " or give Java more heap (-Xmx) and set 'missing' to drop, mean or median");
            }
        }
    }

    @Override
    public synchronized void read(int number, double[] into) {
        int part = number < first ? 0 : 1 + (number - first) / RECORDS;
        if (part != current) {
            block = rows(part);
            current = part;
        }
        double[] row = block[number < first ? 0 : (number - first) % RECORDS];
        System.arraycopy(row, 0, into, 0, row.length);
    }

    private double[][] rows(int part) {
        long begin = begins[part];
        int length = (int) ((part + 1 < parts ? begins[part + 1] : end) - begin);
        byte[] bytes = new byte[length];
        double[][] read = new double[RECORDS][];
        int[] count = {0};
        try {
            file.seek(begin);
            file.readFully(bytes);
            text.part(separator, bytes, length, 1, row -> read[count[0]++] = row);
        } catch (IOException | IndexOutOfBoundsException e) {
            throw DataFileException.of(path + " can no longer be read: " + e.getMessage(), e);
        }
        return read;
    }
}
