package org.pushforward.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.pushforward.Stability;

/** The format of a data file. */
@Stability(Stability.Level.EXPERIMENTAL)
public enum FileFormat {
    /** Comma-separated text (RFC 4180). */
    CSV,
    /** Tab-separated text. */
    TSV,
    /** One NumPy array. */
    NPY,
    /** Several named NumPy arrays. */
    NPZ,
    /** The format of MNIST, optionally compressed with gzip. */
    IDX,
    /** A folder of PNG or JPEG files of one size. */
    PICTURES;

    /**
     * Returns the format that a file name implies.
     *
     * @throws DataFileException if the name implies none; the message lists the known formats
     */
    public static FileFormat of(Path path) {
        if (Files.isDirectory(path)) {
            return PICTURES;
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.matches(".*[-.]idx\\d?(-ubyte)?(\\.gz)?")) {
            return IDX;
        }
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "csv" -> CSV;
            case "tsv", "tab" -> TSV;
            case "npy" -> NPY;
            case "npz" -> NPZ;
            default ->
                throw new DataFileException(
                        path + ": its name implies no format: expected .csv, .tsv, .npy, .npz, .idx3-ubyte or"
                                + " a folder of pictures; or specify the format");
        };
    }
}
