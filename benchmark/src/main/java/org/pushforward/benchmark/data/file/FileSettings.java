package org.pushforward.benchmark.data.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.data.DataSettings;
import org.pushforward.files.DataFile;
import org.pushforward.files.FileFormat;
import org.pushforward.files.FileRows;
import org.pushforward.files.Missing;
import org.pushforward.files.Selection;
import org.pushforward.files.Split;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;

/**
 * A data file, or a folder of pictures.
 *
 * @param path the path, relative to the working directory
 * @param format the format; by default the format that the name implies
 * @param header whether the first line of a text file is a header; guessed by default
 * @param columns the columns to learn, in order; if empty, all columns that have no other use
 * @param condition the numeric columns that a model is conditioned on
 * @param classes the columns of classes that a model is conditioned on, as whole numbers from 0
 * @param weights the column of the rows' weights: a row of weight 2 counts like two rows; without one, all rows weigh the same
 * @param missing how missing numbers are handled
 * @param memory the largest number of megabytes of memory that the numbers may take, by default half of Java's heap; a larger NPY,
 *     CSV or TSV file is streamed
 * @param split how rows are split for training, validation and testing
 */
@Kind("file")
public record FileSettings(
        String path,
        Optional<FileFormat> format,
        Optional<Boolean> header,
        List<String> columns,
        List<String> condition,
        List<String> classes,
        Optional<String> weights,
        Missing missing,
        Optional<Integer> memory,
        Split split)
        implements DataSettings {
    /** Creates settings that select all columns of {@code data.csv}, as {@link #FileSettings(String)} does. */
    public FileSettings() {
        this("data.csv");
    }

    /** Creates settings that select all columns, refuse missing numbers, and take a tenth of the rows each for validation and testing. */
    public FileSettings(String path) {
        this(
                path,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Missing.REFUSE,
                Optional.empty(),
                new Split.ByRow());
    }

    /** Copies the lists, and refuses an empty path, a budget out of range and a column that is used twice. */
    public FileSettings {
        SettingException.unless(!path.isBlank(), "path", "'" + path + "'", "the name of a file");
        memory.ifPresent(megabytes -> SettingException.between(1, 1_000_000, "memory", megabytes));
        Selection checked = new Selection(columns, condition, classes, weights, missing);
        columns = checked.columns();
        condition = checked.condition();
        classes = checked.classes();
    }

    /** Returns these settings with an absolute path, so they do not depend on the working directory. */
    public FileSettings absolute() {
        String from = Path.of(path).toAbsolutePath().normalize().toString();
        return new FileSettings(from, format, header, columns, condition, classes, weights, missing, memory, split);
    }

    /** Returns the file. */
    public DataFile file() {
        Path place = Path.of(path);
        DataFile file = format.map(known -> new DataFile(
                        place, known, Optional.empty(), Runtime.getRuntime().maxMemory() / 2))
                .orElseGet(() -> DataFile.at(place));
        DataFile bounded =
                memory.map(megabytes -> file.within(megabytes * 1_000_000L)).orElse(file);
        return header.map(bounded::withHeader).orElse(bounded);
    }

    /** Returns the selection of columns. */
    public Selection selection() {
        return new Selection(columns, condition, classes, weights, missing);
    }

    /** Reads the rows. */
    public FileRows rows() {
        return FileRows.of(file(), selection(), split);
    }

    @Override
    public FileTarget load() {
        return new FileTarget(String.valueOf(Path.of(path).getFileName()), rows());
    }
}
