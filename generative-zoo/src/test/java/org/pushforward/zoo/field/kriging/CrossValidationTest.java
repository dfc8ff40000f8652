package org.pushforward.zoo.field.kriging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.pushforward.zoo.field.kriging.KrigingCases.COVARIANCE;
import static org.pushforward.zoo.field.kriging.KrigingCases.gauges;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;

/** Checks the predictions of gauges that are left out. */
class CrossValidationTest {
    @Test
    void leavingOneOutMatchesKrigingWithoutIt() {
        Measurements gauges = gauges(25, 18).withMoreNoise(0.3);
        for (Trend trend : List.of(Trend.known(0.4), Trend.polynomial(1))) {
            NormalPrediction out = CrossValidation.leaveOneOut(Kriging.of(COVARIANCE, trend, gauges));
            for (int k = 0; k < 25; k++) {
                int left = k;
                int[] others = IntStream.range(0, 25).filter(i -> i != left).toArray();
                NormalPrediction one = Kriging.of(COVARIANCE, trend, gauges.select(others))
                        .predict(gauges.places().select(k))
                        .withNoise(0.3);
                assertThat(out.mean()[k]).isCloseTo(one.mean()[0], within(1e-11));
                assertThat(out.variance()[k]).isCloseTo(one.variance()[0], within(1e-11));
            }
        }
    }

    @Test
    void leavingBlocksOutMatchesKrigingWithoutThem() {
        Measurements gauges = gauges(40, 19);
        Kriging kriging = Kriging.of(COVARIANCE, Trend.constant(), gauges);
        int[] tiles = CrossValidation.tiles(gauges.places(), 4);
        NormalPrediction out = CrossValidation.blocks(kriging, tiles);
        for (int tile = 0; tile <= Arrays.stream(tiles).max().orElseThrow(); tile++) {
            int own = tile;
            int[] others = IntStream.range(0, 40).filter(i -> tiles[i] != own).toArray();
            int[] members = IntStream.range(0, 40).filter(i -> tiles[i] == own).toArray();
            NormalPrediction part = Kriging.of(COVARIANCE, Trend.constant(), gauges.select(others))
                    .predict(gauges.places().select(members));
            for (int i = 0; i < members.length; i++) {
                assertThat(out.mean()[members[i]]).isCloseTo(part.mean()[i], within(1e-11));
                assertThat(out.variance()[members[i]]).isCloseTo(part.variance()[i], within(1e-11));
            }
        }
    }

    /** Also for values in other units, where the covariance is much smaller or larger. */
    @Test
    void leavingOutWhatDeterminesTheTrendIsRefused() {
        for (double unit : new double[] {1e-8, 1, 1e8}) {
            FieldCovariance scaled = (x1, y1, x2, y2) -> unit * COVARIANCE.between(x1, y1, x2, y2);
            // Rounding errors decide on the sign of what is left, so several sets of gauges are tried.
            for (int seed = 300; seed < 310; seed++) {
                Kriging kriging = Kriging.of(scaled, Trend.constant(), gauges(20, seed));
                assertThatThrownBy(() -> CrossValidation.blocks(kriging, new int[20]))
                        .hasMessageContaining("block 0 holds 20 of 20 gauges");
            }
        }
        assertThatThrownBy(() ->
                        CrossValidation.blocks(Kriging.of(COVARIANCE, Trend.constant(), gauges(20, 300)), new int[19]))
                .hasMessageContaining("19 numbers of blocks of 20 gauges");
    }

    @Test
    void foldsHaveEqualSizes() {
        int[] folds = CrossValidation.folds(40, 10, RandomKey.of(1));
        for (int fold = 0; fold < 10; fold++) {
            int each = fold;
            assertThat(Arrays.stream(folds).filter(f -> f == each)).hasSize(4);
        }
        assertThat(folds).isNotEqualTo(CrossValidation.folds(40, 10, RandomKey.of(2)));
        assertThat(CrossValidation.folds(2, 2, RandomKey.of(1))).containsExactlyInAnyOrder(0, 1);
        assertThatThrownBy(() -> CrossValidation.folds(5, 1, RandomKey.of(1)))
                .hasMessageContaining("1 folds of 5 gauges");
        assertThatThrownBy(() -> CrossValidation.folds(5, 6, RandomKey.of(1)))
                .hasMessageContaining("6 folds of 5 gauges");
    }

    @Test
    void tilesAreSquaresOnBothSidesOfTheOrigin() {
        Places places = Places.of(new double[] {1, -1, 3.9, 4, 1, 1, 2}, new double[] {1, 1, 3.9, 1, -1, 5, 0});
        assertThat(CrossValidation.tiles(places, 4)).containsExactly(0, 1, 0, 2, 3, 4, 0);
        assertThatThrownBy(() -> CrossValidation.tiles(places, 0)).hasMessageContaining("side of tiles = 0.0");
    }
}
