package org.pushforward.zoo.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TrendTest {
    private final Places places =
            Places.of(new double[] {0, 2}, new double[] {0, 5}).with("elevation", 7, 8);

    private double[] functions(Trend trend) {
        double[] into = new double[2 + trend.size()];
        trend.fill(places, 1, into, 2);
        return into;
    }

    @Test
    void polynomialsHaveAllProductsOfTheirDegree() {
        assertThat(functions(Trend.constant())).containsExactly(0, 0, 1);
        assertThat(functions(Trend.polynomial(1))).containsExactly(0, 0, 1, 2, 5);
        assertThat(functions(Trend.polynomial(2))).containsExactly(0, 0, 1, 2, 5, 4, 10, 25);
        assertThat(Trend.polynomial(2).known(places, 1)).isZero();
    }

    @Test
    void driftIsAConstantAndCovariates() {
        assertThat(functions(Trend.covariates("elevation"))).containsExactly(0, 0, 1, 8);
        assertThat(functions(Trend.covariates("elevation", "elevation"))).containsExactly(0, 0, 1, 8, 8);
    }

    @Test
    void aKnownMeanHasNoFunctions() {
        assertThat(Trend.known(3.5).known(places, 0)).isEqualTo(3.5);
        assertThat(functions(Trend.known(3.5))).containsExactly(0, 0);
    }

    @Test
    void invalidTrendsAreRefused() {
        assertThatThrownBy(() -> Trend.polynomial(-1)).hasMessageContaining("degree of a polynomial trend = -1");
        assertThatThrownBy(() -> Trend.polynomial(3)).hasMessageContaining("degree of a polynomial trend = 3");
        assertThatThrownBy(() -> Trend.covariates()).hasMessageContaining("drift without covariates");
        assertThatThrownBy(() -> Trend.known(Double.NaN)).hasMessageContaining("known mean of a field = NaN");
    }
}
