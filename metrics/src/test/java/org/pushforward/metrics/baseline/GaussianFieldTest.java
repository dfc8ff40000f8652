package org.pushforward.metrics.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class GaussianFieldTest {
    @Test
    void twoCellsAreRegressedOnOneAnother() {
        GaussianField field = new GaussianField(new double[] {1, 2}, new double[][] {{4, 3}, {3, 9}});

        GaussianField.CellPrediction seen = field.given(new double[] {5, Double.NaN}, new boolean[] {true, false});

        // 2 + 3/4 (5 - 1), and 9 - 3 * 3 / 4.
        assertThat(seen.mean()).containsExactly(new double[] {5, 5}, within(1e-12));
        assertThat(seen.standardDeviation()).containsExactly(new double[] {0, Math.sqrt(6.75)}, within(1e-12));
    }

    @Test
    void aMarkovChainForgetsWhatLiesBehindItsNeighbor() {
        // Cov = r^|i - j|: given its two neighbors, cell 2 has mean r (x_1 + x_3) / (1 + r^2) and does not depend on
        // cell 0.
        double r = 0.6;
        double[][] covariance = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                covariance[i][j] = Math.pow(r, Math.abs(i - j));
            }
        }
        GaussianField chain = new GaussianField(new double[4], covariance);

        GaussianField.CellPrediction seen =
                chain.given(new double[] {9, 1, 0, -2}, new boolean[] {true, true, false, true});

        assertThat(seen.mean()[2]).isCloseTo(r * (1 - 2) / (1 + r * r), within(1e-12));
        assertThat(seen.standardDeviation()[2]).isCloseTo(Math.sqrt((1 - r * r) / (1 + r * r)), within(1e-12));
    }

    @Test
    void theFitIsTheSampleCovariance() {
        GaussianField fitted = GaussianField.fitted(HostArray.of(Shape.of(3, 2), 1f, 0f, 2f, 0f, 3f, 3f));

        assertThat(fitted.mean()).containsExactly(2, 1);
        assertThat(fitted.covariance()).isDeepEqualTo(new double[][] {{1, 1.5}, {1.5, 3}});
        assertThatThrownBy(() -> fitted.given(new double[2], new boolean[2])).hasMessageContaining("no cell");
        assertThatThrownBy(() -> GaussianField.fitted(HostArray.of(Shape.of(1, 1), 1f)))
                .hasMessageContaining("1 fields");
    }

    @Test
    void fittedVariogramMatchesTheFields() {
        Variogram truth = new Variogram(0.1, 0.9, 2, 1);
        int side = 5;
        int count = 4000;
        HostArray fields = drawn(truth.covariance(side, side), count);

        Variogram fitted = Variogram.fitted(fields, side, side);

        for (double distance : new double[] {1, Math.sqrt(2), 2, 3, 5}) {
            // The pairs of 4000 fields determine each half squared difference to about 2 %.
            assertThat(fitted.at(distance)).isCloseTo(truth.at(distance), within(0.03));
        }
        assertThat(fitted.at(0)).isZero();
        assertThat(fitted.covariance(1, 2)[0][1]).isCloseTo(0.9 * Math.exp(-0.5), within(0.04));
    }

    /** Returns fields N(0, K), drawn with the Cholesky factor of K. */
    private static HostArray drawn(double[][] covariance, int count) {
        int cells = covariance.length;
        double[][] factor = new double[cells][cells];
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = covariance[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
            }
        }
        double[] z = RandomKey.of(53).normal(Shape.of(count * cells)).toDoubles();
        double[] values = new double[count * cells];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < cells; i++) {
                for (int j = 0; j <= i; j++) {
                    values[row * cells + i] += factor[i][j] * z[row * cells + j];
                }
            }
        }
        return HostArray.wrap(Shape.of(count, cells), values);
    }
}
