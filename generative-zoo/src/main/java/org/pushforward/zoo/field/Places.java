package org.pushforward.zoo.field;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Places in the plane with covariates, such as elevation. Both axes have the same unit of length, and y points north. Immutable.
 */
public final class Places {
    private final double[] x;
    private final double[] y;
    private final Map<String, double[]> covariates;

    private Places(double[] x, double[] y, Map<String, double[]> covariates) {
        this.x = x;
        this.y = y;
        this.covariates = covariates;
    }

    /**
     * Returns the places at some coordinates.
     *
     * @throws IllegalArgumentException if the numbers of x and y differ, or a coordinate is not finite
     */
    public static Places of(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    x.length + " x and " + y.length + " y of places: expected as many of one as of the other");
        }
        requireFinite("x", x);
        requireFinite("y", y);
        return new Places(x.clone(), y.clone(), Map.of());
    }

    /**
     * Returns these places with a covariate.
     *
     * @param name the name that a {@code Trend} uses
     * @param values one value for each place
     * @throws IllegalArgumentException if the number of values is not the number of places, or a value is not finite
     */
    public Places with(String name, double... values) {
        if (values.length != count()) {
            throw new IllegalArgumentException("covariate '" + name + "' has " + values.length
                    + " values: expected one for each of " + count() + " places");
        }
        requireFinite("covariate '" + name + "'", values);
        Map<String, double[]> more = new LinkedHashMap<>(covariates);
        more.put(name, values.clone());
        return new Places(x, y, more);
    }

    private static void requireFinite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        name + " of place " + i + " = " + values[i] + ": expected a finite number");
            }
        }
    }

    /** Returns the number of places. */
    public int count() {
        return x.length;
    }

    /** Returns the east coordinate of a place. */
    public double x(int place) {
        return x[place];
    }

    /** Returns the north coordinate of a place. */
    public double y(int place) {
        return y[place];
    }

    /**
     * Returns a covariate of a place.
     *
     * @throws IllegalArgumentException if these places have no covariate of that name
     */
    public double covariate(String name, int place) {
        double[] values = covariates.get(name);
        if (values == null) {
            throw new IllegalArgumentException("covariate '" + name + "' of places: there are " + covariates.keySet()
                    + "; add it with Places.with(name, values)");
        }
        return values[place];
    }

    /** Returns some of these places, with their covariates, in the given order. */
    public Places select(int... places) {
        Map<String, double[]> chosen = new LinkedHashMap<>();
        covariates.forEach((name, values) -> chosen.put(name, select(values, places)));
        return new Places(select(x, places), select(y, places), chosen);
    }

    /** Returns these places followed by others, without covariates. */
    public Places followedBy(Places others) {
        return new Places(join(x, others.x), join(y, others.y), Map.of());
    }

    /** Returns the extent from west to east. */
    public double width() {
        return extent(x);
    }

    /** Returns the extent from south to north. */
    public double height() {
        return extent(y);
    }

    /** Writes the value of a quadratic form that is nowhere negative at the offset from one point to each of these places. */
    public void squares(double fromX, double fromY, Ellipse.Quadratic form, double[] into) {
        double xx = form.xx();
        double xy = 2 * form.xy();
        double yy = form.yy();
        for (int i = 0; i < x.length; i++) {
            double dx = x[i] - fromX;
            double dy = y[i] - fromY;
            // The terms of a very narrow ellipse cancel, and rounding could make their sum negative.
            into[i] = Math.max(0, xx * dx * dx + xy * dx * dy + yy * dy * dy);
        }
    }

    private static double extent(double[] values) {
        return Arrays.stream(values).max().orElse(0)
                - Arrays.stream(values).min().orElse(0);
    }

    private static double[] select(double[] values, int[] places) {
        return Arrays.stream(places).mapToDouble(i -> values[i]).toArray();
    }

    private static double[] join(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
