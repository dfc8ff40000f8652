package org.pushforward.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.pushforward.Stability;

/** How a file of data is written. */
@Stability(Stability.Level.EXPERIMENTAL)
public enum FileFormat {
    /** Text with commas (RFC 4180). */
    CSV,
    /** Text with tabs. */
    TSV,
    /** One array of NumPy. */
    NPY,
    /** Several arrays of NumPy by name. */
    NPZ,
    /** The format of MNIST, which may be compressed by gzip. */
    IDX,
    /** A folder of PNG or JPEG of one size. */
    PICTURES;

    /**
     * Returns the format that a name says.
     *
     * @throws DataFileException if it says none, listing those that there are
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
                        path + ": its name says no format; expected .csv, .tsv, .npy, .npz, .idx3-ubyte or"
                                + " a folder of pictures, or say the format");
        };
    }
}
