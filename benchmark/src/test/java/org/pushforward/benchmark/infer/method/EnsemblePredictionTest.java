package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class EnsemblePredictionTest {
    /** Three draws of two cells: 1, 3, 5 and 2, 2, 8. */
    private static final EnsemblePrediction THREE =
            EnsemblePrediction.of(HostArray.of(Shape.of(3, 1, 2), 5.0, 2.0, 1.0, 8.0, 3.0, 2.0));

    @Test
    void momentsAreThoseOfTheDraws() {
        assertThat(THREE.count()).isEqualTo(2);
        assertThat(THREE.mean()).containsExactly(3, 4);
        assertThat(THREE.variance()).containsExactly(4, 12);
    }

    /** The k-th of three draws is the quantile k / 4. */
    @Test
    void exceedanceIsTheInverseOfTheQuantile() {
        assertThat(THREE.quantile(0.25)[0]).isEqualTo(1);
        assertThat(THREE.quantile(0.375)[0]).isEqualTo(2);
        assertThat(THREE.exceedance(0, 1)).isEqualTo(0.75);
        assertThat(THREE.exceedance(0, 2)).isEqualTo(0.625);
        assertThat(THREE.exceedance(0, 3)).isEqualTo(0.5);
        assertThat(THREE.exceedance(0, 0.9)).isEqualTo(1);
        assertThat(THREE.exceedance(0, 5.1)).isZero();
    }

    /** For 1, 3, 5 and a truth of 4: (3 + 1 + 1) / 3 - (2 + 4 + 2) / (3 * 2). */
    @Test
    void theScoreIsFair() {
        assertThat(THREE.crps(4, 4)[0]).isCloseTo(5 / 3.0 - 8 / 6.0, within(1e-12));
        assertThatThrownBy(() -> THREE.crps(1)).hasMessageContaining("1 truths of 2 cells");
    }

    @Test
    void oneDrawCanBeLeftOut() {
        HostArray draws = HostArray.of(Shape.of(3, 1, 1), 5.0, 1.0, 3.0);
        assertThat(EnsemblePrediction.of(draws).without(0).mean()).containsExactly(2);
    }

    /** Leaving a draw out of the sorted draws is the same as sorting the others, also if it has equals. */
    @Test
    void leavingADrawOutIsSortingTheOthers() {
        EnsemblePrediction four =
                EnsemblePrediction.of(HostArray.of(Shape.of(4, 1, 2), 5.0, 2.0, 1.0, 8.0, 3.0, 2.0, 2.0, 2.0));
        EnsemblePrediction left = four.without(3);
        assertThat(left.draws()).isEqualTo(3);
        assertThat(left.mean()).containsExactly(THREE.mean());
        assertThat(left.variance()).containsExactly(THREE.variance());
        for (int cell = 0; cell < 2; cell++) {
            for (double threshold = 0; threshold < 9; threshold += 0.25) {
                assertThat(left.exceedance(cell, threshold)).isEqualTo(THREE.exceedance(cell, threshold));
            }
        }
    }

    /** Of 2, 2, 8 the third smallest is the quantile 3 / 4, and two of them are 2. */
    @Test
    void equalDrawsAreAnAtom() {
        assertThat(THREE.exceedance(1, 1.9)).isEqualTo(1);
        assertThat(THREE.exceedance(1, 2)).isEqualTo(0.5);
        assertThat(THREE.exceedance(1, 5)).isEqualTo(0.375);
        assertThat(THREE.exceedance(1, 8)).isEqualTo(0.25);
    }
}
