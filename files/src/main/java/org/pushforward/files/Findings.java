package org.pushforward.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pushforward.Stability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * Possible problems for training, found by inspecting the training rows.
 *
 * @param columns the statistics of each coordinate; empty if there are more than {@value #MOST_COLUMNS}
 * @param warnings one sentence for each problem
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Findings(List<ColumnSummary> columns, List<String> warnings) {
    private static final int MOST_COLUMNS = 256;
    /** Statistics of more rows are computed from evenly spaced ones. */
    private static final int MOST_ROWS = 1 << 20;
    /** The ratio of deviation to robust deviation above which standardizing squeezes most of the data together. */
    private static final double EATEN = 10;

    private static final double LARGE = 1e5;
    private static final double SMALL = 1e-5;
    /** Half of the precision of float32. */
    private static final double RESOLVED = 0x1p-12;

    private static final double DUPLICATES = 0.01;
    private static final int FEW_ROWS = 10;
    /** The number of streamed rows that are inspected. */
    private static final int DRAWN = 1 << 15;

    /** Copies the lists. */
    public Findings {
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }

    /** Inspects the training rows. */
    public static Findings of(FileRows rows) {
        HostArray x = rows.training()
                .recorded()
                .orElseGet(() -> rows.training().draw(RandomKey.of(0), DRAWN))
                .x();
        int count = x.shape().dim(0);
        int width = x.size() / count;
        List<String> warnings = new ArrayList<>();
        List<ColumnSummary> columns = new ArrayList<>();
        if (width <= MOST_COLUMNS) {
            int step = (count - 1) / MOST_ROWS + 1;
            for (int j = 0; j < width; j++) {
                String name = rows.names().size() == width
                        ? rows.names().get(j)
                        : rows.names().get(0) + "[" + j + "]";
                double[] values = new double[(count - 1) / step + 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = x.get(i * step * width + j);
                }
                columns.add(ColumnSummary.of(name, values));
            }
            if (x.shape().rank() == 2) {
                columns.forEach(column -> look(column, warnings));
            } else {
                lookAtPixels(columns, warnings);
            }
        }
        if (rows.dropped() > 0) {
            warnings.add(rows.dropped() + " rows have missing numbers and are left out");
        }
        boolean recorded = rows.training().recorded().isPresent();
        double repeated = recorded ? repeated(x, count, width) : 0;
        if (repeated > DUPLICATES) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%.0f %% of the rows repeat another row: a density is unbounded at repeated values; remove the"
                            + " copies, or dequantize",
                    100 * repeated));
        }
        if (count < FEW_ROWS * width && width <= MOST_COLUMNS) {
            warnings.add(count + " rows are few for " + width
                    + " coordinates: a model may memorize them; watch the validation loss");
        }
        return new Findings(columns, warnings);
    }

    /** Counts constant elements instead of warning about each. Pictures often have constant edges and single bright pixels. */
    private static void lookAtPixels(List<ColumnSummary> pixels, List<String> warnings) {
        long constant = pixels.stream()
                .filter(pixel -> pixel.highest() == pixel.lowest())
                .count();
        if (constant > 0) {
            warnings.add(constant + " of " + pixels.size()
                    + " elements are the same in every row: a density is unbounded there; use 'dequantize' first");
        }
    }

    private static void look(ColumnSummary column, List<String> warnings) {
        String name = "'" + column.name() + "'";
        double range = column.highest() - column.lowest();
        if (range == 0) {
            warnings.add(name + " is " + number(column.lowest())
                    + " in every row: a density is unbounded there; leave the column out");
            return;
        }
        if (range < RESOLVED * column.largest()) {
            warnings.add(name + " lies between " + number(column.lowest()) + " and " + number(column.highest())
                    + ": float32 keeps few digits of the difference; subtract an offset in the file");
        }
        double robust = column.robustDeviation();
        if (robust > 0 && column.standardDeviation() > EATEN * robust) {
            warnings.add(name + " has outliers up to " + number(column.largest()) + ", while half of it lies between "
                    + number(column.lowerQuartile()) + " and " + number(column.upperQuartile())
                    + ": they dominate the scale; use 'robust-scale' or 'log', or correct them");
        }
        if (column.standardDeviation() > LARGE || column.standardDeviation() < SMALL) {
            warnings.add(name + " has standard deviation " + number(column.standardDeviation())
                    + ": networks learn best from numbers near 1; use 'standardize'");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /** Returns the fraction of rows that equal an earlier row, compared by hash. */
    private static double repeated(HostArray x, int count, int width) {
        float[] values = x.toFloats();
        int looked = Math.min(count, MOST_ROWS);
        Set<Long> seen = new HashSet<>(2 * looked);
        for (int i = 0; i < looked; i++) {
            long hash = 1125899906842597L;
            for (int j = i * width; j < (i + 1) * width; j++) {
                hash = (hash ^ Float.floatToIntBits(values[j])) * 0x100000001b3L;
                hash ^= hash >>> 29;
            }
            seen.add(hash);
        }
        return 1 - (double) seen.size() / looked;
    }

    /** Returns the warnings, one per line; empty if there are none. */
    public String text() {
        return String.join("\n", warnings);
    }
}
