package org.pushforward.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Writes float32 rows part by part to an NPY file, or to a CSV file with a header. The file has a temporary name until it is complete.
 * Not safe for use by several threads.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class SampleFile implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final boolean text;
    private final OutputStream out;
    private final int rows;
    private int written;
    private boolean begun;
    private final List<String> names;

    private SampleFile(Path file, int rows, List<String> names) throws IOException {
        this.file = file;
        this.rows = rows;
        this.names = names;
        this.text = format(file) == FileFormat.CSV;
        this.part = file.resolveSibling(
                "." + file.getFileName() + ".part-" + ProcessHandle.current().pid());
        this.out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
    }

    /**
     * Begins a file with the given number of rows.
     *
     * @param names the header of a CSV file; replaced by {@code x1}, {@code x2}, ... if the number of columns differs
     * @throws DataFileException if the name ends with neither .npy nor .csv, or the path is not writable
     */
    public static SampleFile begin(Path file, int rows, List<String> names) {
        format(file);
        try {
            return new SampleFile(file, rows, List.copyOf(names));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static FileFormat format(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".npy")) {
            return FileFormat.NPY;
        }
        if (name.endsWith(".csv")) {
            return FileFormat.CSV;
        }
        throw new DataFileException("cannot write " + file + ": expected a name that ends with .npy or .csv");
    }

    private static DataFileException unwritable(Path file, IOException cause) {
        boolean folder = file.toAbsolutePath().getParent() != null
                && !Files.isDirectory(file.toAbsolutePath().getParent());
        return DataFileException.of(
                "cannot write " + file + ": "
                        + (folder
                                ? "there is no folder " + file.toAbsolutePath().getParent()
                                : cause.getMessage()),
                cause);
    }

    /**
     * Appends rows of shape [count, ...].
     *
     * @throws DataFileException if the file cannot be written
     */
    public void write(HostArray values) {
        try {
            if (!begun) {
                begun = true;
                Shape whole = values.shape().without(0).prepend(rows);
                out.write(text ? header(values).getBytes(StandardCharsets.UTF_8) : NpyFormat.header(DType.F32, whole));
            }
            if (text) {
                writeText(values);
            } else {
                NpyFormat.writeElements(values, out);
            }
            written += values.shape().dim(0);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private String header(HostArray values) {
        int width = values.size() / Math.max(1, values.shape().dim(0));
        List<String> header = new ArrayList<>(names);
        if (header.size() != width) {
            header.clear();
            for (int j = 1; j <= width; j++) {
                header.add("x" + j);
            }
        }
        return String.join(",", header.stream().map(SampleFile::quoted).toList()) + "\n";
    }

    private static String quoted(String name) {
        boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"');
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private void writeText(HostArray values) throws IOException {
        int count = values.shape().dim(0);
        int width = values.size() / Math.max(1, count);
        float[] numbers = values.toFloats();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < numbers.length; i++) {
            lines.append(numbers[i]).append((i + 1) % width == 0 ? '\n' : ',');
            if (lines.length() > 1 << 16 || i + 1 == numbers.length) {
                out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
                lines.setLength(0);
            }
        }
    }

    /** Moves the file to its path if all rows were written; otherwise deletes it. */
    @Override
    public void close() {
        try {
            out.close();
            if (begun && written == rows) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Writes all rows of an array at once. */
    public static void write(Path file, HostArray values, List<String> names) {
        try (SampleFile samples = begin(file, values.shape().dim(0), names)) {
            samples.write(values);
        }
    }
}
