package org.pushforward.files.text;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.pushforward.files.DataFileException;
import org.pushforward.files.Table;
import org.pushforward.tensor.HostArray;

/**
 * Reads delimited text. Unless specified, the first line is a header if it contains a field that is neither a number nor missing. A
 * field is a missing number if it is empty or one of NA, N/A, NaN, null and ?, ignoring case.
 */
public final class DelimitedText {
    private static final int LONGEST_FIELD = 1 << 20;
    private static final int MOST_COLUMNS = 1 << 20;
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "?");

    private final Path file;
    private final Optional<Boolean> header;
    private final long budget;
    private Set<String> asText = Set.of();
    private Optional<Consumer<double[]>> taker = Optional.empty();
    private List<FileColumn> columns = List.of();
    private int rows;
    private boolean tolerant;
    private long linesBefore;

    /**
     * Makes a reader.
     *
     * @param file the file
     * @param header whether the first line contains the names of the columns; if empty, the fields decide
     * @param budget the largest number of bytes that the numbers may take
     */
    public DelimitedText(Path file, Optional<Boolean> header, long budget) {
        this.file = file;
        this.header = header;
        this.budget = budget;
    }

    /**
     * Reads the file.
     *
     * @param keptAsText the names of the columns that are also kept as text
     */
    public Table read(char separator, Set<String> keptAsText) {
        asText = keptAsText;
        scan(separator);
        return table();
    }

    /**
     * Passes the rows to an action one at a time without keeping them, and returns their number.
     *
     * @throws DataFileException if a field is not a number
     */
    public int each(char separator, Consumer<double[]> action) {
        taker = Optional.of(action);
        scan(separator);
        return rows;
    }

    /**
     * Passes the rows of the next part of the file to an action, and returns their number. Only the first part can have a header. Where
     * a field is not a number, the action receives NaN, and {@link #problem} describes the field.
     *
     * @param part the bytes of the part, in UTF-8
     * @param length their number
     * @param line the number of the first line of the part, from 1
     */
    public int part(char separator, byte[] part, int length, long line, Consumer<double[]> action) {
        taker = Optional.of(action);
        tolerant = true;
        linesBefore = line - 1;
        rows = 0;
        scan(separator, new ByteArrayInputStream(part, 0, length));
        return rows;
    }

    /** Returns a description of the first field of a column that is not a number, if there is any. */
    public Optional<String> problem(String column) {
        return columns.stream()
                .filter(each -> each.name().equals(column))
                .findFirst()
                .map(FileColumn::problem);
    }

    /** Returns the names of the columns; empty until the file is read. */
    public List<String> names() {
        return columns.stream().map(FileColumn::name).toList();
    }

    private void scan(char separator) {
        try (InputStream in = Files.newInputStream(file)) {
            scan(separator, in);
        } catch (IOException e) {
            throw DataFileException.unreadable(file, e);
        }
        if (rows == 0) {
            throw new DataFileException(file + " has no rows of numbers: expected at least one");
        }
    }

    private void scan(char separator, InputStream in) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (Reader text = new InputStreamReader(in, decoder);
                CsvReader<Boolean> records = CsvReader.builder()
                        .fieldSeparator(separator)
                        .skipEmptyLines(true)
                        .detectBomHeader(false)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .maxBufferSize(LONGEST_FIELD)
                        .build(new FieldReceiver(), text)) {
            records.forEach(complete -> {});
        } catch (CharacterCodingException e) {
            throw notText(e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw notText(e);
            }
            throw DataFileException.unreadable(file, e.getCause());
        } catch (CsvParseException e) {
            if (e.getCause() instanceof DataFileException own) {
                throw own;
            }
            throw e.getCause() instanceof CharacterCodingException
                    ? notText(e)
                    : DataFileException.of(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw DataFileException.unreadable(file, e);
        }
    }

    private DataFileException notText(Exception cause) {
        return DataFileException.of(file + " is not text in UTF-8: convert it, or specify its format", cause);
    }

    private Table table() {
        Map<String, HostArray> arrays = new LinkedHashMap<>();
        Map<String, String[]> words = new LinkedHashMap<>();
        Map<String, String> unreadable = new LinkedHashMap<>();
        for (FileColumn column : columns) {
            if (column.problem() == null) {
                arrays.put(column.name(), column.numbers(rows));
            } else {
                unreadable.put(column.name(), column.problem());
            }
            column.words().ifPresent(text -> words.put(column.name(), text));
        }
        return new Table(file.toString(), rows, arrays, words, unreadable);
    }

    /** Receives fields as characters, so parsing a number allocates no object. */
    private final class FieldReceiver extends AbstractBaseCsvCallbackHandler<Boolean> {
        private final List<String> first = new ArrayList<>();
        private int seen;

        private long line() {
            return linesBefore + getStartingLineNumber();
        }

        @Override
        protected void handleBegin(long line) {
            seen = 0;
        }

        @Override
        protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
            int from = offset;
            int end = offset + length;
            if (line() == 1 && index == 0 && length > 0 && buffer[from] == '\uFEFF') {
                from++;
            }
            while (from < end && buffer[from] == ' ') {
                from++;
            }
            while (end > from && buffer[end - 1] == ' ') {
                end--;
            }
            seen++;
            if (columns.isEmpty()) {
                if (first.size() == MOST_COLUMNS) {
                    throw new DataFileException(file + ", line 1: more than " + MOST_COLUMNS
                            + " fields: expected a field for each column; is the separator right?");
                }
                first.add(new String(buffer, from, end - from));
            } else if (index < columns.size()) {
                columns.get(index).add(buffer, from, end - from, line());
            }
        }

        @Override
        protected Boolean buildRecord() {
            if (getRecordType() == RecordType.EMPTY) {
                return true;
            }
            if (columns.isEmpty()) {
                begin();
                return true;
            }
            if (seen != columns.size()) {
                throw new DataFileException(file + ", line " + line() + ": " + seen
                        + " fields, where the first line has " + columns.size()
                        + ": every line needs the same number of fields");
            }
            rows++;
            if (taker.isPresent()) {
                hand();
            } else if ((long) rows * columns.size() * Double.BYTES > budget) {
                throw new DataFileException(file + " needs more than " + budget + " bytes of memory from line "
                        + line()
                        + " on: give Java more heap (-Xmx); or set 'missing: refuse', split by rows or blocks, and use no"
                        + " weights, so that it can be streamed");
            }
            return true;
        }

        private void begin() {
            boolean names = header.orElseGet(() -> first.stream().anyMatch(DelimitedText::isWord));
            List<FileColumn> made = new ArrayList<>();
            Set<String> taken = new HashSet<>();
            for (int i = 0; i < first.size(); i++) {
                String name = names ? first.get(i) : "c" + (i + 1);
                if (name.isEmpty()) {
                    name = "c" + (i + 1);
                }
                if (name.chars().anyMatch(Character::isISOControl) || name.length() > 200) {
                    throw new DataFileException(file + ", line 1: the name of column " + (i + 1)
                            + " has control characters or more than 200 characters: rename it");
                }
                if (!taken.add(name)) {
                    throw new DataFileException(
                            file + ", line 1: two columns named '" + name + "': every column needs its own name");
                }
                made.add(new FileColumn(name, asText.contains(name)));
            }
            columns = made;
            if (!names) {
                for (int i = 0; i < first.size(); i++) {
                    char[] text = first.get(i).toCharArray();
                    columns.get(i).add(text, 0, text.length, line());
                }
                rows = 1;
                if (taker.isPresent()) {
                    hand();
                }
            }
        }
    }

    private void hand() {
        double[] row = new double[columns.size()];
        for (int j = 0; j < row.length; j++) {
            FileColumn column = columns.get(j);
            if (column.problem() == null) {
                row[j] = column.take();
            } else if (tolerant) {
                row[j] = Double.NaN;
            } else {
                throw new DataFileException(
                        file + ": column '" + column.name() + "' is not numeric: " + column.problem());
            }
        }
        taker.orElseThrow().accept(row);
    }

    private static boolean isWord(String field) {
        try {
            char[] text = field.toCharArray();
            if (!isMissing(text, 0, text.length)) {
                DecimalNumber.parse(text, 0, text.length);
            }
            return false;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    /** Returns whether characters stand for a missing value. */
    public static boolean isMissing(char[] text, int from, int length) {
        if (length == 0) {
            return true;
        }
        char begin = text[from];
        boolean perhaps = length <= 4 && (begin == '?' || Character.isLetter(begin));
        return perhaps && MISSING.contains(new String(text, from, length).toLowerCase(Locale.ROOT));
    }
}
