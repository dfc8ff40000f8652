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
 * A file of data, or a folder of pictures.
 *
 * @param path where it is, from the working directory
 * @param format how it is written, if its name does not say
 * @param header whether the first line of a text is a header, if that is not to be guessed
 * @param columns those that are learned, in order; all that are not used otherwise if there are none
 * @param condition the columns that a model is given, as numbers
 * @param classes the columns that a model is given, as whole numbers from 0
 * @param missing what is done where a number is missing
 * @param memory the most megabytes of memory that its numbers may take; half of Java's heap if there is none. An NPY file that is
 *     larger is streamed
 * @param split which rows are learned from, judge training, and are kept for the end
 */
@Kind("file")
public record FileSettings(
        String path,
        Optional<FileFormat> format,
        Optional<Boolean> header,
        List<String> columns,
        List<String> condition,
        List<String> classes,
        Missing missing,
        Optional<Integer> memory,
        Split split)
        implements DataSettings {
    /** All columns of {@code data.csv}, none of whose numbers is missing, with a tenth of the rows for each of the other parts. */
    public FileSettings() {
        this("data.csv");
    }

    /** All columns, of which nothing is missing, with a tenth of the rows for each of the other parts. */
    public FileSettings(String path) {
        this(
                path,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Missing.REFUSE,
                Optional.empty(),
                new Split.ByRow());
    }

    /** Copies the lists. */
    public FileSettings {
        SettingException.unless(!path.isBlank(), "path", "'" + path + "'", "the name of a file");
        memory.ifPresent(megabytes -> SettingException.between(1, 1_000_000, "memory", megabytes));
        Selection checked = new Selection(columns, condition, classes, missing);
        columns = checked.columns();
        condition = checked.condition();
        classes = checked.classes();
    }

    /** Returns these settings with the path from the root, so that they hold wherever a program starts. */
    public FileSettings absolute() {
        String from = Path.of(path).toAbsolutePath().normalize().toString();
        return new FileSettings(from, format, header, columns, condition, classes, missing, memory, split);
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

    /** Returns the columns. */
    public Selection selection() {
        return new Selection(columns, condition, classes, missing);
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
