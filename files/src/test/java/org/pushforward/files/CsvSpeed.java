package org.pushforward.files;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/** Measures the time to read a million rows of ten columns. Run by hand. */
final class CsvSpeed {
    private CsvSpeed() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        if (!Files.exists(file)) {
            float[] values = RandomKey.of(1).normal(Shape.of(10_000_000)).toFloats();
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
                for (int i = 0; i < values.length; i++) {
                    out.print(values[i]);
                    out.print(i % 10 == 9 ? '\n' : ',');
                }
            }
        }
        long start = System.nanoTime();
        FileRows rows = FileRows.of(DataFile.at(file), Selection.all(), new Split.ByRow());
        System.out.printf("%d rows in %.2f s%n", rows.training().size(), (System.nanoTime() - start) * 1e-9);
        Findings.of(rows);
        System.out.printf("with findings %.2f s%n", (System.nanoTime() - start) * 1e-9);
    }
}
