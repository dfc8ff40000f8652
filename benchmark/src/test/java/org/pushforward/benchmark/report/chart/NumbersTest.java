package org.pushforward.benchmark.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void significantDigitsAreCountedFromTheFirst() {
        assertThat(Numbers.significant(1234.56, 3)).isEqualTo("1230");
        assertThat(Numbers.significant(0.0123456, 3)).isEqualTo("0.0123");
        assertThat(Numbers.significant(-2.5, 3)).isEqualTo("−2.50");
        assertThat(Numbers.significant(0, 3)).isEqualTo("0");
    }

    @Test
    void verySmallAndVeryLargeNumbersHaveAnExponent() {
        assertThat(Numbers.significant(3.42e-7, 2)).isEqualTo("3.4e−7");
        assertThat(Numbers.significant(1.25e12, 3)).isEqualTo("1.25e12");
        assertThat(Numbers.significant(2e-11, 2)).isEqualTo("2.0e−11");
    }

    @Test
    void whatIsNotANumberIsSaidToBeNone() {
        assertThat(Numbers.fixed(Double.NaN, 2)).isEqualTo("NaN");
        assertThat(Numbers.significant(Double.POSITIVE_INFINITY, 2)).isEqualTo("∞");
        assertThat(Numbers.fixed(Double.NEGATIVE_INFINITY, 2)).isEqualTo("−∞");
    }

    @Test
    void countsSharesAndTimes() {
        assertThat(Numbers.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Numbers.percent(0.8857, 1)).isEqualTo("88.6 %");
        assertThat(Numbers.duration(Duration.ofMillis(412))).isEqualTo("0.41 s");
        assertThat(Numbers.duration(Duration.ofMillis(18_230))).isEqualTo("18.2 s");
        assertThat(Numbers.duration(Duration.ofMillis(179_700))).isEqualTo("3 min 0 s");
    }

    @Test
    void aNumberHasTheDigitsThatItsErrorSupports() {
        assertThat(Numbers.withError(0.021345, 0.00214)).isEqualTo("0.0213 ± 0.0021");
        assertThat(Numbers.withError(2.1098, 0.038)).isEqualTo("2.11 ± 0.04");
        assertThat(Numbers.withError(-390.31, 8.4)).isEqualTo("−390 ± 8");
        assertThat(Numbers.withError(12345, 2960)).isEqualTo("12345 ± 2960");
        assertThat(Numbers.withError(0.1496, 0.0097)).isEqualTo("0.150 ± 0.010");
        assertThat(Numbers.withError(1.5, 0.0996)).isEqualTo("1.50 ± 0.10");
        assertThat(Numbers.withError(1.5, Double.NaN)).isEqualTo("1.50");
        assertThat(Numbers.withError(Double.NaN, 1)).isEqualTo("NaN");
        assertThat(Numbers.withError(4942250059737520000000.0, 3.2e16)).isEqualTo("4.94e21 ± 3.2e16");
    }
}
