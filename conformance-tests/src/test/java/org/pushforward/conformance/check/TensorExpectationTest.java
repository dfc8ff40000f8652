package org.pushforward.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class TensorExpectationTest {
    private static final Shape SHAPE = Shape.of(2, 2);

    private static void assertFails(HostArray actual, HostArray expected, Tolerance tolerance, String message) {
        assertThatThrownBy(() -> Expect.that(actual).isCloseTo(expected, tolerance))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFailureSaysWhereAndByHowMuch() {
        HostArray actual = HostArray.of(SHAPE, 1f, 2f, Math.nextUp(Math.nextUp(3f)), 4f);
        HostArray expected = HostArray.of(SHAPE, 1.0, 2, 3, 4);
        assertThatThrownBy(() -> Expect.that(actual)
                        .named("result y0")
                        .computedBy(() -> "the program")
                        .isCloseTo(expected, Tolerance.division()))
                .hasMessage("result y0: 1 of 4 elements are wrong, the worst at [1, 0]: expected 3.0, actual 3.0000005,"
                        + " 2.000 ulp apart; allowed: 1 ulp, here 2.384e-07\nthe program");
    }

    @Test
    void aPassReportsTheLargestErrors() {
        HostArray actual = HostArray.of(SHAPE, 1f, 2f, Math.nextUp(Math.nextUp(3f)), 4f);
        MeasuredError measured = Expect.that(actual).isCloseTo(HostArray.of(SHAPE, 1.0, 2, 3, 4), Tolerance.ulps(4));
        assertThat(measured).isEqualTo(new MeasuredError(2, 0x1p-21 / 4, 0.5, "FUNCTION", ""));
    }

    @Test
    void specialValuesMustMatch() {
        HostArray special = TestOperands.vector(DType.F64, Double.NaN, Double.POSITIVE_INFINITY, 0.0);
        Expect.that(TestOperands.vector(DType.F32, Double.NaN, Double.POSITIVE_INFINITY, -0.0))
                .isCloseTo(special, Tolerance.exact());
        for (double[] wrong : new double[][] {
            {0, Double.POSITIVE_INFINITY, 0},
            {Double.NaN, Double.NEGATIVE_INFINITY, 0},
            {Double.NaN, 1e300, 0},
            {Double.NaN, Double.POSITIVE_INFINITY, Double.NaN}
        }) {
            assertFails(
                    TestOperands.vector(DType.F64, wrong),
                    special,
                    Tolerance.transcendental(),
                    "1 of 3 elements are wrong");
        }
    }

    @Test
    void gradientsAreMeasuredByTheLargest() {
        HostArray expected = TestOperands.vector(DType.F64, 1000, 0, -3);
        Expect.that(TestOperands.vector(DType.F32, 1000, 0.09, -3)).isCloseTo(expected, Tolerance.gradient());
        assertFails(TestOperands.vector(DType.F32, 1000, 0.11, -3), expected, Tolerance.gradient(), "at [1]");
    }

    @Test
    void integersMustBeEqual() {
        long big = 1L << 60;
        assertFails(
                HostArray.of(Shape.of(1), big + 1),
                HostArray.of(Shape.of(1), big),
                Tolerance.gradient(),
                "expected " + big + ", actual " + (big + 1));
    }

    @Test
    void typesMustFit() {
        HostArray expected = HostArray.of(Shape.of(1), 1.0);
        assertFails(
                HostArray.of(Shape.of(1), 1),
                expected,
                Tolerance.exact(),
                "expected a tensor of type f64[1], not i32[1]");
        assertFails(
                HostArray.of(Shape.of(2), 1.0, 1.0),
                expected,
                Tolerance.exact(),
                "expected a tensor of type f64[1], not f64[2]");
        assertFails(null, expected, Tolerance.exact(), "expected a tensor of type f64[1], but there is none");
    }
}
