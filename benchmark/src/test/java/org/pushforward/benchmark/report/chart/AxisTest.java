package org.pushforward.benchmark.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void ticksAreRoundNumbersInside() {
        assertThat(new Axis(0, 4000).ticks(4)).containsExactly(0.0, 1000.0, 2000.0, 3000.0, 4000.0);
        assertThat(labels(new Axis(-0.13, 0.31), 4)).containsExactly("−0.1", "0.0", "0.1", "0.2", "0.3");
        assertThat(labels(new Axis(-21.7, 58), 4)).containsExactly("−20", "0", "20", "40");
    }

    @Test
    void ticksOfTinyAndHugeRangesAreToldApart() {
        assertThat(labels(new Axis(0, 3e-6), 3)).containsExactly("0", "1.0e−6", "2.0e−6", "3.0e−6");
        assertThat(labels(new Axis(0, 3e7), 3)).containsExactly("0", "1.0e7", "2.0e7", "3.0e7");
    }

    @Test
    void aSingleValueHasAnAxisAroundIt() {
        Axis axis = Axis.around(2, 2, 0.1);

        assertThat(axis.low()).isLessThan(2);
        assertThat(axis.high()).isGreaterThan(2);
    }

    @Test
    void noValuesHaveAnAxisToo() {
        assertThat(Axis.around(Double.NaN, Double.NaN, 0.1)).isEqualTo(new Axis(0, 1));
    }

    @Test
    void anEmptyRangeIsRefused() {
        assertThatThrownBy(() -> new Axis(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an axis from 1.0 to 1.0: expected low < high, finite");
    }

    private static List<String> labels(Axis axis, int about) {
        return axis.ticks(about).stream().map(tick -> axis.label(tick, about)).toList();
    }
}
