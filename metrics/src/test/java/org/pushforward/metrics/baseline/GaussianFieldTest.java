package org.pushforward.metrics.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
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
    void twoFieldsDetermineACovariance() {
        GaussianField fitted = GaussianField.fitted(HostArray.of(Shape.of(2, 2), 0.0, 1, 2, 5));

        assertThat(fitted.mean()).containsExactly(1, 3);
        assertThat(fitted.covariance()).isDeepEqualTo(new double[][] {{2, 4}, {4, 8}});
    }

    @Test
    void observedCellsKeepTheirValuesExactly() {
        Variogram variogram = new Variogram(0.1, 0.9, 3, 1.3);
        double[] values = RandomKey.of(59).normal(Shape.of(16)).toDoubles();
        double[] mean = RandomKey.of(60).normal(Shape.of(16)).toDoubles();
        boolean[] observed = new boolean[16];
        Arrays.fill(observed, 0, 8, true);

        GaussianField.CellPrediction seen = new GaussianField(mean, variogram.covariance(4, 4)).given(values, observed);

        assertThat(Arrays.copyOf(seen.mean(), 8)).containsExactly(Arrays.copyOf(values, 8));
        assertThat(Arrays.copyOf(seen.standardDeviation(), 8)).containsOnly(0);
    }

    /** Rounding makes some of these conditional variances negative. */
    @Test
    void aCellThatOthersDetermineHasNoDeviation() {
        for (int repetition = 0; repetition < 50; repetition++) {
            double[] z =
                    RandomKey.of(61).fold(repetition).normal(Shape.of(20, 3)).toDoubles();
            double[] values = new double[80];
            for (int i = 0; i < 20; i++) {
                System.arraycopy(z, 3 * i, values, 4 * i, 3);
                values[4 * i + 3] = z[3 * i] + z[3 * i + 1] - z[3 * i + 2];
            }
            GaussianField fitted = GaussianField.fitted(HostArray.wrap(Shape.of(20, 4), values));

            GaussianField.CellPrediction seen =
                    fitted.given(new double[] {1, 2, 4, 0}, new boolean[] {true, true, true, false});

            assertThat(seen.mean()[3]).isCloseTo(-1, within(1e-9));
            assertThat(seen.standardDeviation()[3]).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void sizesThatDifferAndCovariancesThatAreNoneAreRefused() {
        double[] two = new double[2];
        for (double[][] bad : new double[][][] {{}, {{1, 0}}, {{1, 0}, {0}}, {{1, 0}, {0, 1}, {0, 0}}}) {
            assertThatThrownBy(() -> new GaussianField(two, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a covariance of " + bad.length + " rows");
        }
        GaussianField indefinite = new GaussianField(two, new double[][] {{1, 2}, {2, 1}});
        assertThatThrownBy(() -> indefinite.given(two, new boolean[] {true, true}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not positive definite");
        assertThatThrownBy(() -> indefinite.given(two, new boolean[] {true}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a mask of 1 cells");
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

    @Test
    void exactMomentsGiveBackTheirVariogram() {
        for (double scale : new double[] {1, 9}) {
            // The range and the shape are among those that the fit tries.
            Variogram truth = new Variogram(0.3 * scale, 0.7 * scale, 0.5 * Math.pow(1.1, 15), 1.2);

            Variogram fitted = Variogram.fitted(ofSecondMoment(truth.covariance(4, 5)), 4, 5);

            assertThat(fitted.range()).isCloseTo(truth.range(), within(1e-9));
            assertThat(fitted.shape()).isCloseTo(truth.shape(), within(1e-9));
            // The variance of the 800 cells has the divisor 799.
            assertThat(fitted.nugget()).isCloseTo(truth.nugget(), within(2e-3 * scale));
            assertThat(fitted.nugget() + fitted.sill()).isCloseTo(scale * 800 / 799, within(1e-9));
        }
    }

    @Test
    void whiteNoiseLeavesAHundredthOfItsVarianceToTheSill() {
        double[][] covariance = new double[20][20];
        for (int i = 0; i < 20; i++) {
            covariance[i][i] = 9;
        }

        Variogram fitted = Variogram.fitted(ofSecondMoment(covariance), 4, 5);

        assertThat(fitted.nugget()).isCloseTo(0.99 * 9 * 800 / 799, within(1e-9));
        assertThat(fitted.sill()).isCloseTo(0.01 * 9 * 800 / 799, within(1e-9));
    }

    @Test
    void cellsWithoutVarianceHaveNoVariogram() {
        HostArray equal = HostArray.of(Shape.of(2, 2), 3.0, 3, 3, 3);
        HostArray huge = HostArray.of(Shape.of(1, 2), 1e80, -1e80);
        HostArray two = HostArray.of(Shape.of(2, 2), 1.0, 2, 4, 6);

        assertThatThrownBy(() -> Variogram.fitted(equal, 1, 2)).hasMessageContaining("variance 0.0");
        assertThatThrownBy(() -> Variogram.fitted(huge, 1, 2)).hasMessageContaining("below 1.0E150");
        assertThatThrownBy(() -> Variogram.fitted(two, 1, 1)).hasMessageContaining("[count, 1]");
        assertThatThrownBy(() -> Variogram.fitted(two.reshape(Shape.of(4, 1)), 1, 1))
                .hasMessageContaining("2 cells");
        // (1^2 + 2^2) / 4
        assertThat(Variogram.fitted(two, 1, 2).at(1)).isCloseTo(1.25, within(1e-9));
    }

    @Test
    void parametersOutOfRangeAreRefused() {
        assertThat(new Variogram(0, 1, 1, 2).at(1)).isCloseTo(1 - Math.exp(-1), within(1e-15));
        for (double[] bad : new double[][] {
            {-1, 1, 1, 1}, {0, 0, 1, 1}, {0, 1, 0, 1}, {0, 1, 1, 0}, {0, 1, 1, 2.1}, {Double.NaN, 1, 1, 1}
        }) {
            assertThatThrownBy(() -> new Variogram(bad[0], bad[1], bad[2], bad[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nugget " + bad[0] + ", sill " + bad[1] + ", range " + bad[2])
                    .hasMessageContaining("shape " + bad[3]);
        }
    }

    /** Returns the fields +-sqrt(n) L e_k, whose squares have the mean L L^T = K, so every mean squared difference is that of K. */
    private static HostArray ofSecondMoment(double[][] covariance) {
        int cells = covariance.length;
        double[][] factor = factor(covariance);
        double[] values = new double[2 * cells * cells];
        for (int k = 0; k < cells; k++) {
            for (int cell = 0; cell < cells; cell++) {
                double value = Math.sqrt(cells) * factor[cell][k];
                values[2 * k * cells + cell] = value;
                values[(2 * k + 1) * cells + cell] = -value;
            }
        }
        return HostArray.wrap(Shape.of(2 * cells, cells), values);
    }

    /** Returns the Cholesky factor of K. */
    private static double[][] factor(double[][] covariance) {
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
        return factor;
    }

    /** Returns fields N(0, K), drawn with the Cholesky factor of K. */
    private static HostArray drawn(double[][] covariance, int count) {
        int cells = covariance.length;
        double[][] factor = factor(covariance);
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
