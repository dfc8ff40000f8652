package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

class PosteriorPredictiveCheckTest {
    private static final RandomKey KEY = RandomKey.of(53);

    @Test
    void probabilitiesCountWhatIsFurtherOut() {
        List<Integer> simulated = IntStream.rangeClosed(1, 99).boxed().toList();

        PosteriorPredictiveCheck middle = PosteriorPredictiveCheck.of(50, simulated, value -> value);
        PosteriorPredictiveCheck high = PosteriorPredictiveCheck.of(98, simulated, value -> value);
        PosteriorPredictiveCheck beyond = PosteriorPredictiveCheck.of(-3, simulated, value -> value);

        assertThat(middle.probability()).isEqualTo(1);
        // 98 and 99 are as far out: 2 (1 + 2) / 100.
        assertThat(high.probability()).isCloseTo(0.06, within(1e-12));
        assertThat(PosteriorPredictiveCheck.of(2, simulated, value -> value).probability())
                .isCloseTo(0.06, within(1e-12));
        assertThat(PosteriorPredictiveCheck.of(2, simulated, value -> -value)).satisfies(low -> {
            assertThat(low.probability()).isCloseTo(0.06, within(1e-12));
            assertThat(low.expected().low()).isCloseTo(-95, within(1e-12));
            assertThat(low.expected().high()).isCloseTo(-5, within(1e-12));
        });
        assertThat(beyond.probability()).isCloseTo(0.02, within(1e-12));
        assertThat(middle.expected().low()).isCloseTo(5, within(1e-12));
        assertThat(middle.expected().high()).isCloseTo(95, within(1e-12));
        assertThatThrownBy(() -> PosteriorPredictiveCheck.of(1, List.<Integer>of(), value -> value))
                .hasMessageContaining("0 simulated");
        assertThatThrownBy(() -> PosteriorPredictiveCheck.of(1, simulated, value -> value == 1 ? value : Double.NaN))
                .hasMessageContaining("expected numbers");
        assertThatThrownBy(() -> PosteriorPredictiveCheck.of(1, simulated, value -> value == 1 ? Double.NaN : value))
                .hasMessageContaining("check of NaN");
    }

    /** Heavy-tailed data, and a normal model with their mean and deviation: the largest value shows it, the mean does not. */
    @Test
    void anExtremeShowsWhatTheFitHides() {
        double[] data = KEY.fold("data").normal(Shape.of(200)).toDoubles();
        data[7] = 9;
        double mean = Arrays.stream(data).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(data)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
        List<double[]> simulated = new ArrayList<>();
        for (int i = 0; i < 499; i++) {
            double[] z = KEY.fold(i).normal(Shape.of(200)).toDoubles();
            simulated.add(
                    Arrays.stream(z).map(value -> mean + deviation * value).toArray());
        }

        assertThat(PosteriorPredictiveCheck.of(data, simulated, each -> Arrays.stream(each)
                                .max()
                                .orElseThrow())
                        .probability())
                .isCloseTo(2.0 / 500, within(1e-12));
        assertThat(PosteriorPredictiveCheck.of(data, simulated, each -> Arrays.stream(each)
                                .average()
                                .orElseThrow())
                        .probability())
                .isGreaterThan(0.5);
    }
}
