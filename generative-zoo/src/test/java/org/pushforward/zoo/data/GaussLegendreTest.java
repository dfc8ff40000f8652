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
}
