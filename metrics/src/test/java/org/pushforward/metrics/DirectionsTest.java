package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class DirectionsTest {
    @Test
    void areUnitVectorsWithoutAPreferredAxis() {
        int count = 20_000;
        HostArray directions = Directions.uniform(RandomKey.of(1), count, 3);
        double[][] moments = new double[3][3];
        for (int k = 0; k < count; k++) {
            double squares = 0;
            for (int i = 0; i < 3; i++) {
                squares += directions.get(3 * k + i) * directions.get(3 * k + i);
                for (int j = 0; j < 3; j++) {
                    moments[i][j] += directions.get(3 * k + i) * directions.get(3 * k + j) / count;
                }
            }
            assertThat(squares).isCloseTo(1, within(1e-14));
        }

        // E[u u^T] = I/3; the variance of u_i^2 is 4/45, that of u_i u_j is 1/15.
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double error = Math.sqrt((i == j ? 4.0 / 45 : 1.0 / 15) / count);
                assertThat(moments[i][j]).isCloseTo(i == j ? 1.0 / 3 : 0, within(4 * error));
            }
        }
    }

    @Test
    void areReproducibleFromTheirKey() {
        HostArray directions = Directions.uniform(RandomKey.of(1), 5, 4);

        assertThat(directions.shape()).isEqualTo(Shape.of(5, 4));
        assertThat(Directions.uniform(RandomKey.of(1), 5, 4)).isEqualTo(directions);
        assertThat(Directions.uniform(RandomKey.of(2), 5, 4)).isNotEqualTo(directions);
    }

    @Test
    void zeroDirectionsAreRefused() {
        assertThatThrownBy(() -> Directions.uniform(RandomKey.of(1), 0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 directions in 4 dimensions");
        assertThatThrownBy(() -> Directions.uniform(RandomKey.of(1), 4, 0))
                .hasMessageContaining("4 directions in 0 dimensions");
        assertThat(Math.abs(Directions.uniform(RandomKey.of(1), 1, 1).get(0))).isEqualTo(1);
    }
}
