package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PosteriorContractionTest {
    /** The second parameters, 0 and 4, have variance 8. Their draws have means 2 and 4 and variances 2 and 8. */
    @Test
    void contractionsAndScoresOfTwoSimulations() {
        Simulations simulations = new Simulations(
                new double[][] {{9, 0}, {9, 4}}, new double[2][1], new double[][][] {{{7, 1}, {8, 3}}, {{7, 2}, {8, 6}}
                });

        PosteriorContraction found = PosteriorContraction.of(simulations, 1);

        // 1 - 2/8 and 0; 2 / sqrt 2 and 0.
        assertThat(found.contraction().mean()).isCloseTo(0.375, within(1e-12));
        assertThat(found.meanZ().mean()).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(found.meanSquareZ().mean()).isCloseTo(1, within(1e-12));
        assertThat(found.meanZ().count()).isEqualTo(2);
    }
}
