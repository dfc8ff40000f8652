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
import org.pushforward.tensor.HostArray;

/**
 * A file or folder of data.
 *
 * <pre>{@code
 * Table table = DataFile.at(Path.of("prices.csv")).read();
 * Rows rows = Selection.all().of(table);
 * }</pre>
 *
 * @param path where it is
 * @param format how it is written
 * @param header whether the first line of a text is a header; guessed if that is not said
 * @param budget the most bytes of memory that its numbers may take
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record DataFile(Path path, FileFormat format, Optional<Boolean> header, long budget) {

    /**
     * Returns the file of a name, of the format that the name says, which may take half of Java's heap.
     *
     * @throws DataFileException if the name says no format
     */
    public static DataFile at(Path path) {
        return new DataFile(
                path,
                FileFormat.of(path),
                Optional.empty(),
                Runtime.getRuntime().maxMemory() / 2);
    }

    /** Returns this file, read as a format. */
    public DataFile as(FileFormat other) {
        return new DataFile(path, other, header, budget);
    }

    /** Returns this file, whose first line is a header or not. */
    public DataFile withHeader(boolean first) {
        return new DataFile(path, format, Optional.of(first), budget);
    }

    /** Returns this file, which may take so many bytes of memory. */
    public DataFile within(long bytes) {
        return new DataFile(path, format, header, bytes);
    }

    /** Returns whether it stays on the disk, since it is an NPY file larger than its budget. */
    boolean isStreamed() {
        try {
            return format == FileFormat.NPY && Files.isRegularFile(path) && Files.size(path) > budget;
        } catch (IOException e) {
            throw DataFileException.unreadable(path, e);
        }
    }

    /**
     * Reads it.
     *
     * @throws DataFileException if it cannot be read, or is damaged, or too large for the budget
     */
    public Table read() {
        return read(Set.of());
    }

    /**
     * Reads it, and keeps some columns of a text as text as well.
     *
     * @throws DataFileException if it cannot be read, or is damaged, or too large for the budget
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

    /** Pipes and devices have no end, and no length to check against. */
    private Path plain() {
        if (!Files.exists(path)) {
            throw new DataFileException("cannot read " + path + ": no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new DataFileException("cannot read " + path + " as " + format + ": expected a plain file");
        }
        return path;
    }

    private Path folder() {
        if (!Files.isDirectory(path)) {
            throw new DataFileException("cannot read " + path + " as pictures: expected a folder of PNG or JPEG");
        }
        return path;
    }

    private HostArray npy() throws IOException {
        Path file = plain();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            NpyFormat npy = NpyFormat.readHeader(in, file.toString());
            long expected = npy.begin() + npy.length(file.toString(), budget);
            if (Files.size(file) != expected) {
                throw new DataFileException(file + " has " + Files.size(file) + " bytes, and its header says "
                        + expected + ": it is cut off or damaged");
            }
            return npy.read(in, file.toString(), budget);
        }
    }
}
