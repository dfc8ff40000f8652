package org.pushforward.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TwoMoonsTest {
    private final TwoMoons distribution = new TwoMoons();

    @Test
    void logDensityMatchesAFineSumOverTheAngle() {
        for (double x = -7; x <= 7; x += 0.9) {
            for (double y = -3.6; y <= 3.6; y += 0.4) {
                assertThat(distribution.logDensity(x, y)).isCloseTo(bySimpson(x, y), within(1e-8));
            }
        }
    }

    @Test
    void bothMoonsHaveTheSameWeightAndShape() {
        assertThat(distribution.logDensity(0.3, 1.1)).isCloseTo(distribution.logDensity(-0.3, -1.1), within(1e-12));
    }

    @Test
    void logDensityFarAwayIsFinite() {
        assertThat(distribution.logDensity(1000, -1000)).isNegative().isFinite();
        assertThat(distribution.logDensity(0, Double.POSITIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    private static double bySimpson(double x, double y) {
        int steps = 60_000;
        double[] exponents = new double[2 * (steps + 1)];
        for (int i = 0; i <= steps; i++) {
            double angle = Math.PI * i / steps;
            double logWeight = Math.log((i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) / (3.0 * steps));
            double arcX = 1.5 * Math.cos(angle) - 0.75;
            double arcY = 1.5 * Math.sin(angle) - 0.375;
            exponents[2 * i] = logWeight - (square(x - arcX) + square(y - arcY)) / 0.045;
            exponents[2 * i + 1] = logWeight - (square(x + arcX) + square(y + arcY)) / 0.045;
        }
        return LogSumExp.of(exponents) - Math.log(2 * 2 * Math.PI * 0.0225);
    }

    private static double square(double x) {
        return x * x;
    }
}
