package org.pushforward.zoo.field.kriging;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.zoo.field.Places;

/**
 * Values of a field measured by gauges with independent noise, y_i = z(place_i) + e_i with e_i from N(0, v_i). Immutable. No two gauges
 * are at the same place.
 *
 * <p>Gauges at the same place are merged into one: the mean of their values weighted by 1 / v_i, with noise variance 1 / sum_i (1 / v_i).
 * Kriging from the merged gauge is the same as kriging from all. Exact gauges at the same place must agree.
 */
public final class Measurements {
    private final Places places;
    private final double[] values;
    private final double[] noise;

    private Measurements(Places places, double[] values, double[] noise) {
        this.places = places;
        this.values = values;
        this.noise = noise;
    }

    /**
     * Returns exact gauges.
     *
     * @throws IllegalArgumentException if there are no gauges, the numbers of values and places differ, a value is not finite, or values
     *     at the same place differ
     */
    public static Measurements of(Places places, double... values) {
        return withNoise(places, values, new double[values.length]);
    }

    /**
     * Returns gauges with noise.
     *
     * @param noise the variance v of each gauge's noise, 0 or more
     * @throws IllegalArgumentException if there are no gauges, the numbers of values, variances and places differ, a value is not finite,
     *     a variance is negative or not finite, or values at the same place differ without noise
     */
    public static Measurements withNoise(Places places, double[] values, double[] noise) {
        requireOneEach(places, values, noise);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("value of gauge " + i + " = " + values[i]
                        + ": expected a finite number; leave missing values out with Measurements.present");
            }
            if (!(noise[i] >= 0 && Double.isFinite(noise[i]))) {
                throw new IllegalArgumentException("variance of the noise of gauge " + i + " = " + noise[i]
                        + ": expected a finite number of 0 or more");
            }
        }
        return merged(places, values, noise);
    }

    private static void requireOneEach(Places places, double[] values, double[] noise) {
        if (values.length == 0 || values.length != places.count() || noise.length != values.length) {
            throw new IllegalArgumentException("gauges with " + values.length + " values and " + noise.length
                    + " variances of noise at " + places.count()
                    + " places: expected at least one gauge, and as many of each");
        }
    }

    /**
     * Returns the gauges whose value is not missing; NaN marks missing values.
     *
     * @throws IllegalArgumentException if all values are missing, or {@link #withNoise} refuses its arguments
     */
    public static Measurements present(Places places, double[] values, double[] noise) {
        requireOneEach(places, values, noise);
        int[] present = IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .toArray();
        return withNoise(places.select(present), select(values, present), select(noise, present));
    }

    private static Measurements merged(Places places, double[] values, double[] noise) {
        record Location(double x, double y) {}
        Map<Location, Integer> first = new LinkedHashMap<>();
        double[] merged = values.clone();
        double[] variances = noise.clone();
        for (int i = 0; i < values.length; i++) {
            // Adding 0 turns -0 into 0.
            Integer same = first.putIfAbsent(new Location(places.x(i) + 0.0, places.y(i) + 0.0), i);
            if (same != null) {
                merge(merged, variances, same, i, places);
            }
        }
        int[] kept = first.values().stream().mapToInt(Integer::intValue).toArray();
        return new Measurements(places.select(kept), select(merged, kept), select(variances, kept));
    }

    private static void merge(double[] values, double[] noise, int first, int second, Places places) {
        double a = noise[first];
        double b = noise[second];
        if (a == 0 && b == 0 && values[first] != values[second]) {
            throw new IllegalArgumentException("gauges at (" + places.x(first) + ", " + places.y(first) + ") say both "
                    + values[first] + " and " + values[second]
                    + " without noise: leave one out, or give the variance of their noise");
        }
        if (a == 0 || b == 0) {
            // An exact value has all the weight. The formula would round it, and another exact gauge might then differ.
            values[first] = a == 0 ? values[first] : values[second];
            noise[first] = 0;
            return;
        }
        values[first] = (b * values[first] + a * values[second]) / (a + b);
        noise[first] = a * b / (a + b);
    }

    private static double[] select(double[] values, int... chosen) {
        return Arrays.stream(chosen).mapToDouble(i -> values[i]).toArray();
    }

    /** Returns the number of gauges. */
    public int count() {
        return values.length;
    }

    /** Returns the places of the gauges. */
    public Places places() {
        return places;
    }

    /** Returns the value of a gauge. */
    public double value(int gauge) {
        return values[gauge];
    }

    /** Returns the variance of the noise of a gauge. */
    public double noise(int gauge) {
        return noise[gauge];
    }

    /** Returns all values. */
    public double[] values() {
        return values.clone();
    }

    /** Returns some of these gauges, in the given order. */
    public Measurements select(int... gauges) {
        return withNoise(places.select(gauges), select(values, gauges), select(noise, gauges));
    }

    /** Returns gauges with new values at the same places and with the same noise. */
    public Measurements with(double[] changed) {
        return withNoise(places, changed, noise);
    }

    /** Returns these gauges with a variance added to the noise of each. */
    public Measurements withMoreNoise(double variance) {
        return withNoise(
                places, values, Arrays.stream(noise).map(v -> v + variance).toArray());
    }
}
