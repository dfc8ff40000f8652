package org.pushforward.conformance.check;

import java.util.Locale;
import java.util.function.Supplier;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/** The expected value of a tensor. A failure reports the worst element, its error, and its tolerance. */
public final class TensorExpectation {
    private final HostArray actual;
    private final String name;
    private final Supplier<String> program;

    TensorExpectation(HostArray actual) {
        this(actual, "", () -> "");
    }

    private TensorExpectation(HostArray actual, String name, Supplier<String> program) {
        this.actual = actual;
        this.name = name;
        this.program = program;
    }

    /** Returns this expectation with a name for the tensor, with which failures begin. */
    public TensorExpectation named(String other) {
        return new TensorExpectation(actual, other, program);
    }

    /** Returns this expectation with the text of the program that computed the tensor, with which failures end. */
    public TensorExpectation computedBy(Supplier<String> other) {
        return new TensorExpectation(actual, name, other);
    }

    /**
     * Expects every element to lie within a tolerance of the expected one, and returns the largest errors.
     *
     * <p>If float64 is expected of a float32 tensor, the expected values are rounded first. Where NaN or an infinity is
     * expected, nothing else passes.
     *
     * @throws AssertionError if an element is outside the tolerance, or the tensor is of another type
     */
    public MeasuredError isCloseTo(HostArray expected, Tolerance tolerance) {
        if (actual == null || !Deviation.comparable(actual, expected)) {
            throw failure("expected a tensor of type " + expected.type() + ", "
                    + (actual == null ? "but there is none" : "not " + actual.type()));
        }
        Deviation deviation = Deviation.between(actual, expected, tolerance);
        if (deviation.bad() > 0) {
            int worst = deviation.worst();
            throw failure(String.format(
                    Locale.ROOT,
                    "%d of %d elements are wrong, the worst at %s: expected %s, actual %s, %.4g ulp apart;"
                            + " allowed: %s, here %.4g",
                    deviation.bad(),
                    actual.size(),
                    Deviation.index(worst, actual.shape()),
                    element(expected, worst),
                    element(actual, worst),
                    deviation.ulps(),
                    tolerance.description(),
                    deviation.allowed()));
        }
        return deviation.measured();
    }

    private AssertionError failure(String problem) {
        String text = program.get();
        return new AssertionError((name.isEmpty() ? "" : name + ": ") + problem + (text.isEmpty() ? "" : "\n" + text));
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
