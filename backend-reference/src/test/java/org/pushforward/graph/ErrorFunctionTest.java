package org.pushforward.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle's error function against tabulated values and its series. */
class ErrorFunctionTest {
    private static final Unary.ErrorFunction ERF = new Unary.ErrorFunction();

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1124629160182849",
        "0.5, 0.5204998778130465",
        "1, 0.8427007929497149",
        "2, 0.9953222650189527",
        "3, 0.9999779095030014"
    })
    void matchesTabulatedValues(double x, double value) {
        assertThat(ERF.apply(x)).isCloseTo(value, within(1e-15));
        assertThat(ERF.apply(-x)).isCloseTo(-value, within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-12, 1e-3, 0.03, 0.3, 0.7, 0.84375, 1.1, 1.25, 1.9, 2.6, 2.857, 3.4, 4.2, 5.5})
    void itsSeriesAgrees(double x) {
        assertThat(ERF.apply(x)).isCloseTo(series(x), within(1e-15 + 1e-14 * series(x)));
    }

    @Test
    void itEndsAtOne() {
        assertThat(ERF.apply(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(ERF.apply(-30)).isEqualTo(-1);
        assertThat(ERF.apply(Double.NaN)).isNaN();
    }

    /** 2 / sqrt(pi) e^(-x^2) times the sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1)). Every term is positive. */
    private static double series(double x) {
        double term = x;
        double sum = 0;
        for (int n = 0; term > sum * 1e-17; n++) {
            sum += term;
            term *= 2 * x * x / (2 * n + 3);
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
