package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pushforward.metrics.inference.Uniformity;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class ProbabilityIntegralTransformTest {
    private static final RandomKey KEY = RandomKey.of(107);
    private static final HostArray TRUTH = KEY.fold("truth").normal(Shape.of(4000));

    private static HostArray draws(double scale) {
        double[] values = KEY.fold("draws").normal(Shape.of(30, 4000)).toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
        return HostArray.wrap(Shape.of(30, 4000), values);
    }

    @Test
    void correctForecastIsUniform() {
        Uniformity right = ProbabilityIntegralTransform.of(draws(1), TRUTH, KEY);

        assertThat(right.kolmogorovP()).isGreaterThan(0.01);
        assertThat(right.pearsonP(10)).isGreaterThan(0.01);
    }

    @Test
    void overconfidentForecastClustersAtTheEnds() {
        assertThat(ProbabilityIntegralTransform.of(draws(0.8), TRUTH, KEY).pearsonP(10))
                .isLessThan(1e-10);
    }

    @Test
    void tiesAreBrokenAtRandom() {
        // Every draw is the truth: the rank is uniform on 0 to 30.
        HostArray same = HostArray.zeros(draws(1).type());

        assertThat(ProbabilityIntegralTransform.of(same, HostArray.wrap(Shape.of(4000), new double[4000]), KEY)
                        .kolmogorovP())
                .isGreaterThan(0.01);
    }

    @Test
    void aTruthThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> ProbabilityIntegralTransform.of(
                        HostArray.of(Shape.of(1, 1), 0f), HostArray.of(Shape.of(1), Float.NaN), KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN or infinity");
    }
}
