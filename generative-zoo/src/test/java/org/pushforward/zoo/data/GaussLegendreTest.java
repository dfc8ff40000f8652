package org.pushforward.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussLegendreTest {
    @Test
    void isExactForPolynomialsOfTwiceItsDegree() {
        GaussLegendre rule = GaussLegendre.on(0, 2, 3);
        double integral = 0;
        for (int i = 0; i < 3; i++) {
            integral += rule.weights()[i] * Math.pow(rule.nodes()[i], 5);
        }

        assertThat(integral).isCloseTo(64.0 / 6, within(1e-12));
    }

    @Test
    void isExactOnAnIntervalAwayFromZero() {
        GaussLegendre rule = GaussLegendre.on(1, 3, 4);
        double integral = 0;
        for (int i = 0; i < 4; i++) {
            integral += rule.weights()[i] * Math.pow(rule.nodes()[i], 7);
        }

        assertThat(integral).isCloseTo((Math.pow(3, 8) - 1) / 8, within(1e-9));
    }
}
