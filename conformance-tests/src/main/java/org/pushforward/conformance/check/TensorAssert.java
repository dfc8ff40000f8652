package org.pushforward.conformance.check;

import org.assertj.core.api.AbstractAssert;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/** Assertions on tensors, whose failures say where, by how much, and how much was allowed. */
public final class TensorAssert extends AbstractAssert<TensorAssert, HostArray> {
    private TensorAssert(HostArray actual) {
        super(actual, TensorAssert.class);
    }

    /** Begins assertions on a tensor. */
    public static TensorAssert assertThat(HostArray actual) {
        return new TensorAssert(actual);
    }

    /**
     * Asserts that every element is as expected within a tolerance. Where float64 is expected of a float32 tensor, it is
     * rounded first; NaN is expected where the oracle has NaN, and an infinity where it has that infinity.
     */
    public TensorAssert isCloseTo(HostArray expected, Tolerance tolerance) {
        isNotNull();
        boolean finer = actual.dtype() == DType.F32 && expected.dtype() == DType.F64;
        if (!actual.shape().equals(expected.shape()) || actual.dtype() != expected.dtype() && !finer) {
            failWithMessage("expected a tensor of type %s, not %s", expected.type(), actual.type());
        }
        Deviation deviation = Deviation.between(actual, expected, tolerance);
        if (deviation.bad() > 0) {
            int worst = deviation.worst();
            failWithMessage(
                    "%d of %d elements are wrong, the worst at %s: expected %s, actual %s, %.4g ulp apart;"
                            + " allowed: %s, here %.4g",
                    deviation.bad(),
                    actual.size(),
                    Deviation.index(worst, actual.shape()),
                    element(expected, worst),
                    element(actual, worst),
                    deviation.ulps(),
                    tolerance.description(),
                    deviation.allowed());
        }
        return this;
    }

    private static String element(HostArray array, int position) {
        return switch (array.dtype()) {
            case F32 -> String.valueOf((float) array.get(position));
            case F64 -> String.valueOf(array.get(position));
            case I32, I64 -> String.valueOf(array.cast(DType.I64).longs().get(position));
            case BOOL -> String.valueOf(array.get(position) != 0);
        };
    }
}
