package org.pushforward.benchmark.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis from a lowest to a highest value, and where round numbers lie on it.
 *
 * @param low the lowest value
 * @param high the highest value, above it
 */
public record Axis(double low, double high) {

    /** Refuses an empty or unbounded range. */
    public Axis {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException("an axis from " + low + " to " + high + ": expected low < high, finite");
        }
    }

    /** Returns an axis over these values with a margin on both sides; of no values, or of one, an axis around it. */
    public static Axis around(double low, double high, double margin) {
        if (!Double.isFinite(high - low)) {
            return new Axis(0, 1);
        }
        double width = high > low ? high - low : Math.max(1e-6, Math.abs(low));
        return new Axis(low - margin * width, high + margin * width);
    }

    /** Returns where a value lies between two positions. */
    double position(double value, double from, double to) {
        return from + (value - low) / (high - low) * (to - from);
    }

    boolean contains(double value) {
        return value >= low && value <= high;
    }

    /** Returns multiples of 1, 2 or 5 times a power of ten, about as many as asked for. */
    List<Double> ticks(int about) {
        double step = step(about);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns a tick as text, with the decimals that tell neighboring ticks apart. */
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
