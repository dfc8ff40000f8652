package org.pushforward.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.pushforward.Stability;
import org.pushforward.io.WholeFile;
import org.pushforward.tensor.HostArray;

/** Reads and writes named arrays in one file, as NumPy does: {@code numpy.load("parameters.npz")}. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class ArrayFile {
    private ArrayFile() {}

    /**
     * Reads the arrays of a file in NumPy's NPZ format, which may take half of Java's heap.
     *
     * @throws DataFileException if it cannot be read, or is damaged, or too large
     */
    public static Map<String, HostArray> read(Path file) {
        return new DataFile(
                        file,
                        FileFormat.NPZ,
                        Optional.empty(),
                        Runtime.getRuntime().maxMemory() / 2)
                .arrays();
    }

    /**
     * Writes arrays to a file in NumPy's NPZ format. The file is written completely or not at all.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, Map<String, HostArray> arrays) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, HostArray> array : arrays.entrySet()) {
                archive.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                NpyFormat.write(array.getValue(), archive);
                archive.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        WholeFile.write(file, bytes.toByteArray());
    }
}
