package org.pushforward.conformance.check;

import java.util.Arrays;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * How far a tensor lies from the expected one.
 *
 * @param bad the number of elements outside the tolerance
 * @param worst the position that lies furthest outside, or closest to the limit if none is outside
 * @param ulps the error at that position, in units in the last place of the tensor's element type
 * @param allowed the largest absolute error that is allowed at that position
 * @param measured the largest errors over all elements
 */
record Deviation(int bad, int worst, double ulps, double allowed, MeasuredError measured) {

    /** Returns whether two tensors have one shape and either one element type or float32 where float64 is expected. */
    static boolean comparable(HostArray actual, HostArray expected) {
        boolean finer = actual.dtype() == DType.F32 && expected.dtype() == DType.F64;
        return actual.shape().equals(expected.shape()) && (actual.dtype() == expected.dtype() || finer);
    }

    /** Compares two {@linkplain #comparable comparable} tensors. */
    static Deviation between(HostArray actual, HostArray expected, Tolerance tolerance) {
        return actual.dtype().isFloating() ? ofReals(actual, expected, tolerance) : ofIntegers(actual, expected);
    }

    private static Deviation ofReals(HostArray actual, HostArray expected, Tolerance tolerance) {
        DType dtype = actual.dtype();
        double[] target = expected.cast(dtype).toDoubles();
        double[] allowed = tolerance.allowed(target, dtype);
        boolean byLargest = tolerance.kind().byLargest();
        double largest = Tolerance.largest(target, byLargest ? Tolerance.SMALLEST_SCALE : 0);
        MeasuredError measured = new MeasuredError(0, 0, 0, tolerance.kind().name(), "");
        int bad = 0;
        int worst = 0;
        double excess = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < target.length; i++) {
            double error = error(actual.get(i), target[i]);
            // The allowance of an infinity is infinite, and yet nothing else will do for it.
            double beyond = Double.isInfinite(error) ? error : error - allowed[i];
            bad += beyond > 0 ? 1 : 0;
            if (error > 0) {
                double unit = Tolerance.ulp(byLargest ? largest : target[i], dtype);
                double relative = largest == 0 ? error : error / largest;
                measured = measured.and(new MeasuredError(error / unit, relative, error / allowed[i], "", ""));
            }
            if (beyond > excess) {
                excess = beyond;
                worst = i;
            }
        }
        if (target.length == 0) {
            return new Deviation(0, 0, 0, 0, MeasuredError.NONE);
        }
        return new Deviation(
                bad,
                worst,
                error(actual.get(worst), target[worst]) / Tolerance.ulp(target[worst], dtype),
                allowed[worst],
                measured);
    }

    /** Returns infinity for a NaN or an infinity where none was expected. */
    private static double error(double actual, double expected) {
        if (actual == expected || Double.isNaN(actual) && Double.isNaN(expected)) {
            return 0;
        }
        double error = Math.abs(actual - expected);
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    private static Deviation ofIntegers(HostArray actual, HostArray expected) {
        int bad = 0;
        int worst = 0;
        double largest = 0;
        long[] a = integers(actual);
        long[] e = integers(expected);
        for (int i = 0; i < a.length; i++) {
            if (a[i] != e[i]) {
                bad++;
                double error = Math.abs((double) a[i] - e[i]);
                worst = error > largest || bad == 1 ? i : worst;
                largest = Math.max(largest, error);
            }
        }
        return new Deviation(
                bad, worst, largest, 0, new MeasuredError(0, 0, 0, Tolerance.ToleranceClass.EXACT.name(), ""));
    }

    private static long[] integers(HostArray array) {
        long[] result = new long[array.size()];
        array.cast(DType.I64).longs().get(result);
        return result;
    }

    /** Returns the index that a row-major position stands for. */
    static String index(int position, Shape shape) {
        int[] index = shape.strides();
        int rest = position;
        for (int i = 0; i < index.length; i++) {
            int stride = index[i];
            index[i] = rest / stride;
            rest %= stride;
        }
        return Arrays.toString(index);
    }
}
