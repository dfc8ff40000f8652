package org.pushforward.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.Stability;
import org.pushforward.data.Schema;
import org.pushforward.files.text.DelimitedText;
import org.pushforward.tensor.HostArray;

/**
 * A file or folder of data.
 *
 * <pre>{@code
 * Table table = DataFile.at(Path.of("prices.csv")).read();
 * Rows rows = Selection.all().of(table);
 * }</pre>
 *
 * @param path the path
 * @param format the format
 * @param header whether the first line of a text file is a header; guessed if absent
 * @param budget the largest number of bytes of memory that the numbers may take
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record DataFile(Path path, FileFormat format, Optional<Boolean> header, long budget) {

    private static final Set<FileFormat> STREAMED = Set.of(FileFormat.NPY, FileFormat.CSV, FileFormat.TSV);

    /**
     * Returns the file at a path, in the format that its name implies. Its numbers may take half of Java's heap.
     *
     * @throws DataFileException if the name implies no format
     */
    public static DataFile at(Path path) {
        return new DataFile(
                path,
                FileFormat.of(path),
                Optional.empty(),
                Runtime.getRuntime().maxMemory() / 2);
    }

    /** Returns this file with another format. */
    public DataFile as(FileFormat other) {
        return new DataFile(path, other, header, budget);
    }

    /** Returns this file with or without a header in its first line. */
    public DataFile withHeader(boolean first) {
        return new DataFile(path, format, Optional.of(first), budget);
    }

    /** Returns this file with another budget, in bytes. */
    public DataFile within(long bytes) {
        return new DataFile(path, format, header, bytes);
    }

    /** Returns whether the format can be read row by row, and the file is larger than its budget. */
    boolean isTooLarge() {
        try {
            return STREAMED.contains(format) && Files.isRegularFile(path) && Files.size(path) > budget;
        } catch (IOException e) {
            throw DataFileException.unreadable(path, e);
        }
    }

    /**
     * Opens the file without keeping its rows in memory.
     *
     * @throws DataFileException if the file cannot be read or is damaged
     */
    StoredRows stored() {
        return switch (format) {
            case CSV -> StoredText.open(plain(), ',', header);
            case TSV -> StoredText.open(plain(), '\t', header);
            default -> StoredArray.open(plain());
        };
    }

    /**
     * Reads the file.
     *
     * @throws DataFileException if the file cannot be read, is damaged, or exceeds the budget
     */
    public Table read() {
        return read(Set.of());
    }

    /**
     * Reads the file, and also keeps the named columns of a text file as text.
     *
     * @throws DataFileException if the file cannot be read, is damaged, or exceeds the budget
     */
    public Table read(Set<String> asText) {
        try {
            return switch (format) {
                case CSV -> text().read(',', asText);
                case TSV -> text().read('\t', asText);
                case NPY -> Table.of(path.toString(), Map.of(Schema.X, npy()));
                case NPZ -> Table.of(path.toString(), NpzFile.read(plain(), budget));
                case IDX -> Table.of(path.toString(), Map.of(Schema.X, IdxFile.read(plain(), budget)));
                case PICTURES ->
                    Table.of(path.toString(), Map.of(Schema.X, new PictureFolder(folder(), budget).read()));
            };
        } catch (IOException e) {
            throw DataFileException.unreadable(path, e);
        }
    }

    /**
     * Reads the file if it is within its budget. Otherwise reads evenly spaced rows of an NPY, CSV or TSV file, whose numbers take a quarter
     * of the budget at most.
     *
     * @throws DataFileException if the file cannot be read, is damaged, or exceeds the budget in another format
     */
    public TableSample sample() {
        if (isTooLarge()) {
            return TableSample.of(path.toString(), stored(), budget / 4);
        }
        Table table = read();
        return new TableSample(table, table.rows());
    }

    /** Returns the arrays of an NPZ file, which may have any number of rows each. */
    Map<String, HostArray> arrays() {
        try {
            return NpzFile.read(plain(), budget);
        } catch (IOException e) {
            throw DataFileException.unreadable(path, e);
        }
    }

    private DelimitedText text() {
        return new DelimitedText(plain(), header, budget);
    }

    /** Refuses pipes and devices, because they have no end and no length to check. */
    private Path plain() {
        if (!Files.exists(path)) {
            throw new DataFileException("cannot read " + path + ": no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new DataFileException("cannot read " + path + " as " + format + ": expected a regular file");
        }
        return path;
    }

    private Path folder() {
        if (!Files.isDirectory(path)) {
            throw new DataFileException("cannot read " + path + " as pictures: expected a folder of PNG or JPEG files");
        }
        return path;
    }

    private HostArray npy() throws IOException {
        Path file = plain();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            NpyFormat npy = NpyFormat.readHeader(in, file.toString());
            long expected = npy.begin() + npy.length(file.toString(), budget);
            if (Files.size(file) != expected) {
                throw new DataFileException(file + " has " + Files.size(file) + " bytes, but its header implies "
                        + expected + ": it is truncated or damaged");
            }
            return npy.read(in, file.toString(), budget);
        }
    }
}
