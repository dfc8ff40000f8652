package org.pushforward.benchmark.cli.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.tensor.HostArray;

/** Prints rows as CSV. */
final class CsvPrinter {
    private CsvPrinter() {}

    static void print(PrintWriter out, List<String> names, HostArray rows) {
        int count = rows.shape().dim(0);
        int width = rows.size() / Math.max(1, count);
        List<String> header = names.size() == width
                ? names
                : IntStream.rangeClosed(1, width).mapToObj(i -> "x" + i).toList();
        out.println(String.join(",", header));
        float[] values = rows.toFloats();
        for (int i = 0; i < count; i++) {
            int from = i * width;
            out.println(IntStream.range(from, from + width)
                    .mapToObj(k -> Float.toString(values[k]))
                    .collect(Collectors.joining(",")));
        }
        out.flush();
    }
}
