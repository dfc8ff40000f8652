package org.pushforward.benchmark.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis with ticks at round numbers.
 *
 * @param low the lowest value
 * @param high the highest value, greater than the lowest
 */
public record Axis(double low, double high) {

    /** Refuses an empty or unbounded range. */
    public Axis {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException("an axis from " + low + " to " + high + ": expected low < high, finite");
        }
    }

    /**
     * Returns an axis from low to high with a margin on both sides. If the values are equal, the axis surrounds them; if a value is
     * not finite, the axis is 0 to 1.
     */
    public static Axis around(double low, double high, double margin) {
        if (!Double.isFinite(high - low)) {
            return new Axis(0, 1);
        }
        double width = high > low ? high - low : Math.max(1e-6, Math.abs(low));
        return new Axis(low - margin * width, high + margin * width);
    }

    /** Returns the position of a value if the axis goes from one position to another. */
    double position(double value, double from, double to) {
        return from + (value - low) / (high - low) * (to - from);
    }

    boolean contains(double value) {
        return value >= low && value <= high;
    }

    /** Returns approximately the given number of ticks: multiples of 1, 2, or 5 times a power of ten. */
    List<Double> ticks(int about) {
        double step = step(about);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns a tick as text, with as many decimals as neighboring ticks need to differ. */
    String label(double tick, int about) {
        double step = step(about);
        if (Math.max(Math.abs(low), Math.abs(high)) >= 1e5 || step < 1e-4) {
            return Numbers.significant(Math.abs(tick) < step / 2 ? 0 : tick, 2);
        }
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return Numbers.fixed(Math.abs(tick) < step / 2 ? 0 : tick, decimals);
    }

    private double step(int about) {
        double rough = (high - low) / about;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double leading = rough / power;
        return power * (leading < 1.5 ? 1 : leading < 3.5 ? 2 : leading < 7.5 ? 5 : 10);
    }
}
