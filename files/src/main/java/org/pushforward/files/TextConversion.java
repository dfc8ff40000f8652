package org.pushforward.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pushforward.Stability;
import org.pushforward.files.text.DelimitedText;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;

/**
 * Converts a text file of any length to an NPY file of float32, line by line, in little memory. Missing numbers become NaN.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class TextConversion {
    /** The length of the header, the same for any number of rows. */
    private static final int HEADER = 128;

    private TextConversion() {}

    /**
     * Converts a text file and returns the names of its columns, which become {@code c1}, {@code c2}, ... in the new file.
     *
     * @throws DataFileException if the text cannot be read, a field is not a number, or the new file cannot be written
     */
    public static List<String> convert(Path text, Path npy) {
        DataFile file = DataFile.at(text);
        if (file.format() != FileFormat.CSV && file.format() != FileFormat.TSV) {
            throw new DataFileException(text + " is not delimited text: expected .csv or .tsv");
        }
        if (!npy.toString().endsWith(".npy")) {
            throw new DataFileException("cannot write " + npy + ": expected a name that ends with .npy");
        }
        Path part = npy.resolveSibling(
                "." + npy.getFileName() + ".part-" + ProcessHandle.current().pid());
        try {
            DelimitedText lines = new DelimitedText(text, Optional.empty(), Long.MAX_VALUE);
            int rows;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
                out.write(new byte[HEADER]);
                rows = lines.each(file.format() == FileFormat.CSV ? ',' : '\t', writer(out));
            }
            try (RandomAccessFile whole = new RandomAccessFile(part.toFile(), "rw")) {
                whole.write(header(Shape.of(rows, lines.names().size())));
            }
            Files.move(part, npy, StandardCopyOption.REPLACE_EXISTING);
            return lines.names();
        } catch (IOException e) {
            throw DataFileException.of("cannot write " + npy + ": " + e.getMessage(), e);
        } finally {
            delete(part);
        }
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            System.getLogger(TextConversion.class.getName())
                    .log(System.Logger.Level.WARNING, part + " could not be deleted", e);
        }
    }

    private static Consumer<double[]> writer(OutputStream out) {
        return row -> {
            ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (double value : row) {
                bytes.putFloat((float) value);
            }
            try {
                out.write(bytes.array());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static byte[] header(Shape shape) {
        byte[] usual = NpyFormat.header(DType.F32, shape);
        byte[] padded = new byte[HEADER];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(usual, 0, padded, 0, usual.length - 1);
        padded[HEADER - 1] = '\n';
        // The length of the rest of the header, after these ten bytes.
        ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).putShort(8, (short) (HEADER - 10));
        return padded;
    }
}
