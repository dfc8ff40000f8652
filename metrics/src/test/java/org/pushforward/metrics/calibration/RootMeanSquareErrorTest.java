package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class RootMeanSquareErrorTest {
    private static final HostArray TRUTH = HostArray.of(Shape.of(2), 1.0, 2.0);

    @Test
    void isTheRootOfTheMeanSquare() {
        assertThat(RootMeanSquareError.of(HostArray.of(Shape.of(2), 4.0, -2.0), TRUTH))
                .isCloseTo(Math.sqrt(12.5), within(1e-12));
        assertThat(RootMeanSquareError.of(TRUTH, TRUTH)).isZero();
    }

    @Test
    void errorOfTheMeanIsComputedAfterAveraging() {
        HostArray samples = HostArray.of(Shape.of(2, 2), 0.0, 5.0, 2.0, 1.0);

        assertThat(RootMeanSquareError.ofMean(samples, TRUTH)).isCloseTo(Math.sqrt(0.5), within(1e-12));
    }

    @Test
    void invalidArgumentsAreRefused() {
        assertThatThrownBy(() -> RootMeanSquareError.of(HostArray.of(Shape.of(3), 1.0, 2.0, 3.0), TRUTH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
