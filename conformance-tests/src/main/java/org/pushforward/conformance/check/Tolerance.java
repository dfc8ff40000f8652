package org.pushforward.conformance.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/**
 * How far a floating-point result may lie from the oracle's. Integers and truth values are always compared exactly.
 *
 * <p>An error below the smallest normal number always passes, because engines may flush subnormal numbers to zero.
 *
 * @param kind the class of the tolerance
 * @param description the tolerance in words
 * @param bound gives the largest absolute error of each element, apart from that floor
 */
public record Tolerance(ToleranceClass kind, String description, Bound bound) {
    /** The classes of tolerances. */
    public enum ToleranceClass {
        /** No error, except in the sign of zero. */
        EXACT,
        /** Division and square root, in units in the last place. */
        DIVISION,
        /** Transcendental functions, in units in the last place. */
        FUNCTION,
        /** Sums and matrix products, relative to the number and the size of their terms. */
        SUM,
        /** Gradients, relative to the largest element of the tensor. */
        GRADIENT;

        /** Returns whether errors are relative to the largest element of the tensor rather than to each element. */
        boolean byLargest() {
            return this == SUM || this == GRADIENT;
        }
    }

    /** The smallest scale that errors of sums and gradients are relative to. */
    static final double SMALLEST_SCALE = 1e-2;

    /** Gives the largest absolute error of each element. */
    @FunctionalInterface
    public interface Bound {
        /**
         * Returns the largest absolute error of each element.
         *
         * @param expected the expected values, rounded to the element type
         * @param dtype the element type of the result, float32 or float64
         */
        double[] allowed(double[] expected, DType dtype);
    }

    /** Returns the tolerance of movement, choice, and arithmetic that IEEE 754 rounds correctly: zero, up to the sign of zero. */
    public static Tolerance exact() {
        return ulps(ToleranceClass.EXACT, 0);
    }

    /** Returns the tolerance of division and square root: 1 unit in the last place. */
    public static Tolerance division() {
        return ulps(ToleranceClass.DIVISION, 1);
    }

    /** Returns a tolerance of some units in the last place. */
    public static Tolerance ulps(int count) {
        return ulps(ToleranceClass.FUNCTION, count);
    }

    private static Tolerance ulps(ToleranceClass kind, int count) {
        return new Tolerance(kind, count + " ulp", (expected, dtype) -> Arrays.stream(expected)
                .map(e -> count == 0 ? 0 : count * ulp(e, dtype))
                .toArray());
    }

    /** Returns the tolerance of transcendental functions: 8 units in the last place, or 5e-7 (float64: 1e-15) absolutely. */
    public static Tolerance transcendental() {
        return new Tolerance(
                ToleranceClass.FUNCTION, "8 ulp or 5e-7 (f64: 1e-15) absolutely", (expected, dtype) -> Arrays.stream(
                                expected)
                        .map(e -> Math.max(8 * ulp(e, dtype), dtype == DType.F32 ? 5e-7 : 1e-15))
                        .toArray());
    }

    /**
     * Returns the tolerance of sums and matrix products: {@code 8 epsilon sqrt(K) sum |terms|}.
     *
     * @param terms K, the number of terms of each sum
     * @param magnitudes for each element of the result, the sum of the absolute values of its terms
     */
    public static Tolerance sum(int terms, HostArray magnitudes) {
        return new Tolerance(
                ToleranceClass.SUM, "8 epsilon sqrt(" + terms + ") sum |terms|", (expected, dtype) -> IntStream.range(
                                0, expected.length)
                        .mapToDouble(i -> 8 * ulp(1, dtype) * Math.sqrt(terms) * magnitudes.get(i))
                        .toArray());
    }

    /**
     * Returns the tolerance of convolutions on a GPU: that of sums or, if it is larger, {@code 8 epsilon sum |x| |w|} over
     * planes, with Euclidean norms.
     *
     * <p>cuDNN may multiply transformed images by transformed kernels, by FFT or by Winograd's algorithm. An element of the result
     * is then a linear combination of products of all pixels in the tile with all taps, including products that are not among its
     * terms. These cancel in exact arithmetic, but their rounding errors remain. So such an algorithm has no element-wise bound,
     * but it has a norm-wise bound: each error is at most a constant times epsilon times the product of the
     * norms. The constant depends only on the transforms; here it is 8, as for sums. N. J. Higham, <i>Accuracy and
     * Stability of Numerical Algorithms</i>, 2nd edition, 2002, chapters 23 and 24; B. Barabasz, A. Anderson, K. M.
     * Soodhalter, D. Gregg, <i>Error analysis and improving the accuracy of Winograd convolution for deep neural
     * networks</i>, ACM Transactions on Mathematical Software 46, 2020.
     *
     * @param sum the tolerance of sums
     * @param norms for each element of the result, the sum of the products of the norms of the two planes that meet there
     */
    public static Tolerance transformed(Tolerance sum, HostArray norms) {
        return new Tolerance(
                ToleranceClass.SUM, sum.description + " or 8 epsilon sum |x| |w| over planes", (expected, dtype) -> {
                    double[] allowed = sum.bound.allowed(expected, dtype);
                    Arrays.setAll(allowed, i -> Math.max(allowed[i], 8 * ulp(1, dtype) * norms.get(i)));
                    return allowed;
                });
    }

    /** Returns this tolerance and a share of the size of each element. */
    Tolerance and(double share, HostArray sizes) {
        String more = String.format(Locale.ROOT, "%s, and %.3g sum |terms| for TF32", description, share);
        return new Tolerance(kind, more, (expected, dtype) -> {
            double[] allowed = bound.allowed(expected, dtype);
            Arrays.setAll(allowed, i -> allowed[i] + share * sizes.get(i));
            return allowed;
        });
    }

    /** Returns the tolerance of gradients: 1e-4 (float64: 1e-9) of the largest element of the tensor. */
    public static Tolerance gradient() {
        return new Tolerance(ToleranceClass.GRADIENT, "1e-4 (f64: 1e-9) of the largest element", (expected, dtype) -> {
            // Where all elements should be zero, the rounding of terms near 1 that cancel may remain.
            double largest = largest(expected, SMALLEST_SCALE);
            double[] allowed = new double[expected.length];
            Arrays.fill(allowed, largest * (dtype == DType.F32 ? 1e-4 : 1e-9));
            return allowed;
        });
    }

    /** Returns the largest absolute error of each element, including the floor. */
    double[] allowed(double[] expected, DType dtype) {
        double floor = dtype == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        return Arrays.stream(bound.allowed(expected, dtype))
                .map(allowed -> Math.max(allowed, floor))
                .toArray();
    }

    /** Returns the largest finite magnitude, or {@code least} if all are smaller. */
    static double largest(double[] values, double least) {
        return Arrays.stream(values).map(Math::abs).filter(Double::isFinite).reduce(least, Math::max);
    }

    /** Returns the unit in the last place of a number in an element type. */
    static double ulp(double value, DType dtype) {
        return dtype == DType.F32 ? Math.ulp((float) value) : Math.ulp(value);
    }
}
