package org.pushforward.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pushforward.Stability;
import org.pushforward.data.Dataset;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * What may harm training, found by looking at training rows.
 *
 * @param columns the numbers of each coordinate; none where there are more than {@value #MOST_COLUMNS}
 * @param warnings a sentence each
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Findings(List<ColumnSummary> columns, List<String> warnings) {
    private static final int MOST_COLUMNS = 256;
    /** Of more rows than these, quartiles are those of rows at equal distances. */
    private static final int MOST_ROWS = 1 << 20;
    /** Above it, standardizing leaves most of the data in a tenth of the scale. */
    private static final double EATEN = 10;

    private static final double LARGE = 1e5;
    private static final double SMALL = 1e-5;
    /** Half of the digits of float32. */
    private static final double RESOLVED = 0x1p-12;

    private static final double DUPLICATES = 0.01;
    private static final int FEW_ROWS = 10;
    /** Of rows that are streamed, so many are looked at. */
    private static final int DRAWN = 1 << 15;

    /** Copies the lists. */
    public Findings {
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }

    /** Looks at rows. */
    public static Findings of(FileRows rows) {
        HostArray x = (rows.training() instanceof Dataset known
                        ? known.rows()
                        : rows.training().draw(RandomKey.of(0), DRAWN))
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
            warnings.add(rows.dropped() + " rows lack a number and are left out");
        }
        boolean recorded = rows.training() instanceof Dataset;
        double repeated = recorded ? repeated(x, count, width) : 0;
        if (repeated > DUPLICATES) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%.0f %% of the rows repeat another one: a density grows without end on values that repeat; leave the"
                            + " copies out, or dequantize",
                    100 * repeated));
        }
        if (count < FEW_ROWS * width && width <= MOST_COLUMNS) {
            warnings.add(count + " rows for " + width
                    + " coordinates are few: a model may learn them by heart; keep an eye on the validation loss");
        }
        return new Findings(columns, warnings);
    }

    /** A picture has edges that nothing happens at, and single points that are bright: they are no columns to be mended. */
    private static void lookAtPixels(List<ColumnSummary> pixels, List<String> warnings) {
        long constant = pixels.stream()
                .filter(pixel -> pixel.highest() == pixel.lowest())
                .count();
        if (constant > 0) {
            warnings.add(constant + " of " + pixels.size()
                    + " elements are the same in every row: a density has no bound there; take 'dequantize' first");
        }
    }

    private static void look(ColumnSummary column, List<String> warnings) {
        String name = "'" + column.name() + "'";
        double range = column.highest() - column.lowest();
        if (range == 0) {
            warnings.add(name + " is " + number(column.lowest())
                    + " in every row: a density has no bound there; leave the column out");
            return;
        }
        if (range < RESOLVED * column.largest()) {
            warnings.add(name + " lies between " + number(column.lowest()) + " and " + number(column.highest())
                    + ": float32 keeps few digits of the difference; subtract an offset in the file");
        }
        double robust = column.robustDeviation();
        if (robust > 0 && column.standardDeviation() > EATEN * robust) {
            warnings.add(name + " has outliers up to " + number(column.largest()) + ", where half of it lies between "
                    + number(column.lowerQuartile()) + " and " + number(column.upperQuartile())
                    + ": they eat the scale; take 'robust-scale' or 'log', or mend them");
        }
        if (column.standardDeviation() > LARGE || column.standardDeviation() < SMALL) {
            warnings.add(name + " has the standard deviation " + number(column.standardDeviation())
                    + ": networks learn numbers near 1; take 'standardize'");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /** Returns the share of rows that equal one before them, by their hashes. */
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

    /** Returns the warnings, one on a line; empty if there are none. */
    public String text() {
        return String.join("\n", warnings);
    }
}
