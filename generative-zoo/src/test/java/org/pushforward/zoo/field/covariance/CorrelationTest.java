package org.pushforward.zoo.field.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares correlations with closed forms and tables. */
class CorrelationTest {
    private static final double[] DISTANCES = {1e-6, 1e-3, 0.1, 0.5, 1, 2, 5, 20, 100, 600};

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.5, 2.5, 3.5})
    void besselFunctionsOfHalfOrderAreElementary(double order) {
        for (double x : DISTANCES) {
            double polynomial = order == 0.5
                    ? 1
                    : order == 1.5
                            ? 1 + 1 / x
                            : order == 2.5 ? 1 + 3 / x + 3 / (x * x) : 1 + 6 / x + 15 / (x * x) + 15 / (x * x * x);
            double expected = 0.5 * Math.log(Math.PI / (2 * x)) + Math.log(polynomial);
            assertThat(BesselK.logScaled(order, x))
                    .as("order %s at %s", order, x)
                    .isCloseTo(expected, within(2e-13));
        }
    }

    @Test
    void besselFunctionsOfIntegerOrderMatchTables() {
        // Abramowitz and Stegun, table 9.8, and the recurrence K_2 = K_0 + 2 K_1 / x.
        assertThat(Math.exp(BesselK.logScaled(0, 1) - 1)).isCloseTo(0.42102443824070834, within(1e-14));
        assertThat(Math.exp(BesselK.logScaled(1, 1) - 1)).isCloseTo(0.6019072301972346, within(1e-14));
        assertThat(Math.exp(BesselK.logScaled(2, 1) - 1)).isCloseTo(1.6248388986351774, within(1e-14));
        assertThat(Math.exp(BesselK.logScaled(0, 0.1) - 0.1)).isCloseTo(2.4270690247020166, within(1e-13));
    }

    @Test
    void closedFormsAgreeWithNearbySmoothness() {
        for (double smoothness : new double[] {0.5, 1.5, 2.5}) {
            for (double h : DISTANCES) {
                double near = new Matern(smoothness + 1e-12).at(h);
                assertThat(near).isCloseTo(new Matern(smoothness).at(h), within(1e-11));
            }
        }
    }

    @Test
    void correlationsStartAtOneAndDecrease() {
        for (Correlation each : new Correlation[] {
            new Exponential(), new SquaredExponential(), new Spherical(), new Matern(0.3), new Matern(1), new Matern(7)
        }) {
            assertThat(each.at(0)).as("%s", each).isEqualTo(1);
            double last = 1;
            for (double h : DISTANCES) {
                assertThat(each.at(h)).as("%s at %s", each, h).isBetween(0.0, last + 1e-12);
                last = each.at(h);
                double[] square = {h * h};
                each.ofSquares(square, 1);
                assertThat(square[0]).isCloseTo(last, within(1e-15));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 1, 1.7, 4.2})
    void tablesHaveTenDigits(double smoothness) {
        Matern matern = new Matern(smoothness);
        Tabulated table = Tabulated.of(matern);
        assertThat(table.at(0)).isEqualTo(1);
        assertThat(table.at(1e9)).isEqualTo(0);
        for (double h = 1e-9; h < 900; h *= 1.0137) {
            assertThat(table.at(h)).as("at %s", h).isCloseTo(matern.at(h), within(1e-10));
        }
    }

    @Test
    void aTableReachesItsFarthestDistance() {
        Tabulated table = Tabulated.of(new Matern(7));
        for (double h : new double[] {990, 999, 999.99, 1000.01}) {
            assertThat(table.at(h)).isCloseTo(0, within(1e-10));
        }
        assertThat(table.toString()).isEqualTo("Tabulated[Matern[smoothness=7.0]]");
    }

    /** Distances overflow if a search tries a very short range; the integral of the Bessel function must not run forever then. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void extremeDistancesHaveCorrelations() {
        for (Correlation each : new Correlation[] {
            new Exponential(),
            new SquaredExponential(),
            new Spherical(),
            new Matern(0.3),
            new Matern(0.5),
            new Matern(1.2),
            new Matern(1.5),
            new Matern(2.5),
            new Matern(50),
            Tabulated.of(new Matern(1.2))
        }) {
            assertThat(each.at(Double.POSITIVE_INFINITY)).as("%s", each).isZero();
            assertThat(each.at(1e300)).as("%s", each).isZero();
            assertThat(each.at(Double.NaN)).as("%s", each).isNaN();
            double[] squares = {Double.POSITIVE_INFINITY, Double.NaN};
            each.ofSquares(squares, 2);
            assertThat(squares).as("%s", each).containsExactly(0, Double.NaN);
        }
        assertThat(new Matern(50).at(1e-307)).isEqualTo(1);
        assertThat(Structure.of(new Matern(1.2), 1, 1e-160).at(1, 0)).isNaN();
    }

    @Test
    void smoothnessIsChecked() {
        assertThat(new Matern(50).at(0)).isEqualTo(1);
        assertThatThrownBy(() -> new Matern(0))
                .hasMessageContaining("smoothness of a Matern correlation = 0.0")
                .hasMessageContaining("SquaredExponential");
    }
}
