package org.pushforward.sample;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.Stability;

/**
 * The few numbers of rows that programs are compiled for. Other numbers run in parts, and the last part is padded, so a new number of rows
 * needs no compilation.
 *
 * @param sizes the numbers of rows, ascending
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Ladder(List<Integer> sizes) {
    private static final Ladder STANDARD = new Ladder(List.of(1, 64, 1024, 8192));

    /** Refuses sizes that are not positive and ascending. */
    public Ladder {
        sizes = List.copyOf(sizes);
        int previous = 0;
        for (int size : sizes) {
            if (size <= previous) {
                throw new IllegalArgumentException(
                        "numbers of rows " + sizes + ": expected at least one, positive and ascending");
            }
            previous = size;
        }
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException("no number of rows: expected at least one");
        }
    }

    /** Returns a ladder with a single number of rows. */
    public static Ladder of(int rows) {
        return new Ladder(List.of(rows));
    }

    /** Returns 1, 64, 1024 and 8192 rows. */
    public static Ladder standard() {
        return STANDARD;
    }

    /**
     * One run of a program.
     *
     * @param from the first row
     * @param to the row after the last
     * @param size the number of rows that the program takes, {@code to - from} or more
     */
    public record PaddedRun(int from, int to, int size) {}

    /** Returns the runs for a number of rows: as few as possible, and only the last one padded to more than four times its rows. */
    public List<PaddedRun> parts(int count) {
        List<PaddedRun> parts = new ArrayList<>();
        int from = 0;
        while (from < count) {
            int rest = count - from;
            int size = sizeFor(rest);
            int to = Math.min(count, from + size);
            parts.add(new PaddedRun(from, to, size));
            from = to;
        }
        return parts;
    }

    private int sizeFor(int rest) {
        int best = sizes.get(0);
        for (int size : sizes) {
            if (size <= rest) {
                best = size;
            } else {
                // One padded run costs less than many small ones.
                return size <= 4L * rest || rest > 4 * best ? size : best;
            }
        }
        return best;
    }
}
