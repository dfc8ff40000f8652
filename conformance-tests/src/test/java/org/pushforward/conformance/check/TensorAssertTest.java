package org.pushforward.conformance.check;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class TensorAssertTest {
    private static final Shape SHAPE = Shape.of(2, 2);

    @Test
    void aFailureSaysWhereAndByHowMuch() {
        HostArray actual = HostArray.of(SHAPE, 1f, 2f, Math.nextUp(Math.nextUp(3f)), 4f);
        HostArray expected = HostArray.of(SHAPE, 1.0, 2, 3, 4);
        TensorAssert.assertThat(actual).isCloseTo(expected, Tolerance.ulps(2));
        assertThatThrownBy(() -> TensorAssert.assertThat(actual).as("case").isCloseTo(expected, Tolerance.division()))
                .hasMessage("[case] 1 of 4 elements are wrong, the worst at [1, 0]: expected 3.0, actual 3.0000005,"
                        + " 2.000 ulp apart; allowed: 1 ulp, here 2.384e-07");
    }

    @Test
    void specialValuesMustMatch() {
        HostArray special = Samples.vector(DType.F64, Double.NaN, Double.POSITIVE_INFINITY, 0.0);
        TensorAssert.assertThat(Samples.vector(DType.F32, Double.NaN, Double.POSITIVE_INFINITY, -0.0))
                .isCloseTo(special, Tolerance.exact());
        for (double[] wrong : new double[][] {
            {0, Double.POSITIVE_INFINITY, 0},
            {Double.NaN, Double.NEGATIVE_INFINITY, 0},
            {Double.NaN, 1e300, 0},
            {Double.NaN, Double.POSITIVE_INFINITY, Double.NaN}
        }) {
            assertThatThrownBy(() -> TensorAssert.assertThat(Samples.vector(DType.F64, wrong))
                            .isCloseTo(special, Tolerance.transcendental()))
                    .hasMessageStartingWith("1 of 3 elements are wrong");
        }
    }

    @Test
    void gradientsAreMeasuredByTheLargest() {
        HostArray expected = Samples.vector(DType.F64, 1000, 0, -3);
        TensorAssert.assertThat(Samples.vector(DType.F32, 1000, 0.09, -3)).isCloseTo(expected, Tolerance.gradient());
        assertThatThrownBy(() -> TensorAssert.assertThat(Samples.vector(DType.F32, 1000, 0.11, -3))
                        .isCloseTo(expected, Tolerance.gradient()))
                .hasMessageContaining("at [1]");
    }

    @Test
    void integersMustBeEqual() {
        long big = 1L << 60;
        assertThatThrownBy(() -> TensorAssert.assertThat(HostArray.of(Shape.of(1), big + 1))
                        .isCloseTo(HostArray.of(Shape.of(1), big), Tolerance.gradient()))
                .hasMessageContaining("expected " + big + ", actual " + (big + 1));
    }

    @Test
    void typesMustFit() {
        assertThatThrownBy(() -> TensorAssert.assertThat(HostArray.of(Shape.of(1), 1))
                        .isCloseTo(HostArray.of(Shape.of(1), 1.0), Tolerance.exact()))
                .hasMessage("expected a tensor of type f64[1], not i32[1]");
    }
}
