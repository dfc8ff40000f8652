package org.pushforward.conformance.check;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/**
 * How far floating-point results may lie from the oracle's. Integers and truth values are always compared exactly.
 *
 * <p>Whatever the class, a difference below the smallest normal number passes: engines may flush subnormal numbers to zero.
 *
 * @param kind the class
 * @param description what is allowed, in words
 * @param bound the largest absolute error of each element, but for that floor
 */
public record Tolerance(Kind kind, String description, Bound bound) {
    /** The classes. */
    public enum Kind {
        /** E: no error but in the sign of zero. */
        EXACT,
        /** D: units in the last place, of division and square root. */
        DIVISION,
        /** U: units in the last place, of transcendental functions. */
        FUNCTION,
        /** R: sums and products of matrices, by the number and the size of their terms. */
        SUM,
        /** G: gradients, by the largest element of the tensor. */
        GRADIENT;

        /** Returns whether errors are counted by the largest element of the tensor rather than one by one. */
        boolean byLargest() {
            return this == SUM || this == GRADIENT;
        }
    }

    /** The scale of a tensor of sums or gradients whose elements are all smaller than this. */
    static final double SMALLEST_SCALE = 1e-2;

    /** Gives the largest absolute error of each element. */
    @FunctionalInterface
    public interface Bound {
        /**
         * Returns the largest absolute error of each element.
         *
         * @param expected what is expected, rounded to the element type
         * @param dtype the element type of the result, float32 or float64
         */
        double[] allowed(double[] expected, DType dtype);
    }

    /** Class E: movement, choice, and arithmetic that IEEE 754 rounds correctly. The sign of zero does not count. */
    public static Tolerance exact() {
        return ulps(Kind.EXACT, 0);
    }

    /** Class D: division and square root, which must be within 1 unit in the last place. */
    public static Tolerance division() {
        return ulps(Kind.DIVISION, 1);
    }

    /** Within a number of units in the last place. */
    public static Tolerance ulps(int count) {
        return ulps(Kind.FUNCTION, count);
    }

    private static Tolerance ulps(Kind kind, int count) {
        return new Tolerance(kind, count + " ulp", (expected, dtype) -> Arrays.stream(expected)
                .map(e -> count == 0 ? 0 : count * ulp(e, dtype))
                .toArray());
    }

    /** Class U: transcendental functions, within 8 units in the last place or 5e-7 (float64: 1e-15) absolutely. */
    public static Tolerance transcendental() {
        return new Tolerance(
                Kind.FUNCTION, "8 ulp or 5e-7 (f64: 1e-15) absolutely", (expected, dtype) -> Arrays.stream(expected)
                        .map(e -> Math.max(8 * ulp(e, dtype), dtype == DType.F32 ? 5e-7 : 1e-15))
                        .toArray());
    }

    /**
     * Class R: sums and products of matrices, within {@code 8 epsilon sqrt(K) sum |terms|}.
     *
     * @param terms K, the number of terms of each sum
     * @param magnitudes the sum of the absolute terms for each element of the result
     */
    public static Tolerance sum(int terms, HostArray magnitudes) {
        return new Tolerance(
                Kind.SUM, "8 epsilon sqrt(" + terms + ") sum |terms|", (expected, dtype) -> IntStream.range(
                                0, expected.length)
                        .mapToDouble(i -> 8 * ulp(1, dtype) * Math.sqrt(terms) * magnitudes.get(i))
                        .toArray());
    }

    /** Class G: gradients, within 1e-4 (float64: 1e-9) of the largest element of the tensor. */
    public static Tolerance gradient() {
        return new Tolerance(Kind.GRADIENT, "1e-4 (f64: 1e-9) of the largest element", (expected, dtype) -> {
            // Where all should be zero, what is left of a cancellation of numbers near 1 may remain.
            double largest = largest(expected, SMALLEST_SCALE);
            double[] allowed = new double[expected.length];
            Arrays.fill(allowed, largest * (dtype == DType.F32 ? 1e-4 : 1e-9));
            return allowed;
        });
    }

    /** Returns the largest absolute error of each element, the floor included. */
    double[] allowed(double[] expected, DType dtype) {
        double floor = dtype == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        return Arrays.stream(bound.allowed(expected, dtype))
                .map(allowed -> Math.max(allowed, floor))
                .toArray();
    }

    /** Returns the largest finite magnitude, or a least one if all are smaller. */
    static double largest(double[] values, double least) {
        return Arrays.stream(values).map(Math::abs).filter(Double::isFinite).reduce(least, Math::max);
    }

    /** Returns the unit in the last place of a number in an element type. */
    static double ulp(double value, DType dtype) {
        return dtype == DType.F32 ? Math.ulp((float) value) : Math.ulp(value);
    }
}
