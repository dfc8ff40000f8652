package org.pushforward.benchmark.report.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.metrics.calibration.CoverageBand;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.Interval;

class ForecastComparisonTest {
    private static ForecastResult result(String name, boolean learned, double crps, double[] blocks, int... counts) {
        ForecastScores scores = new ForecastScores(
                1,
                crps,
                1,
                new CoverageBand(new double[0], new double[0], new Interval[0], 1),
                new TransformHistogram(List.of(), List.of()),
                blocks,
                counts);
        return new ForecastResult(
                name,
                learned,
                1,
                new double[0],
                new double[0],
                List.of(),
                List.of(),
                Optional.of(scores),
                learned ? List.of() : List.of(ParameterSummary.of("range", 1)),
                List.of());
    }

    /** Blocks of 1 and 3 cells with differences of 4 and 0: the mean over cells is 1, and the residuals 1 (4 - 1) and 3 (0 - 1). */
    @Test
    void aBlockCountsByItsCells() {
        ForecastResult exact = result("full Bayes", false, 1, new double[] {1, 1}, 1, 3);
        ForecastResult learned = result("learned", true, 2, new double[] {5, 1}, 1, 3);
        Estimate difference = new ForecastComparison(List.of(exact, learned))
                .difference(learned)
                .orElseThrow();
        assertThat(difference.mean()).isEqualTo(1);
        // sqrt(2 / 1 * (9 + 9)) / 4.
        assertThat(difference.standardError()).isCloseTo(1.5, within(1e-12));
    }

    @Test
    void blocksOfOneSizeHaveTheStandardErrorOfTheirMean() {
        ForecastResult exact = result("full Bayes", false, 1, new double[] {0, 0, 0}, 5, 5, 5);
        ForecastResult learned = result("learned", true, 2, new double[] {1, 2, 6}, 5, 5, 5);
        Estimate difference = new ForecastComparison(List.of(exact, learned))
                .difference(learned)
                .orElseThrow();
        Estimate plain = Estimate.of(1, 2, 6);
        assertThat(difference.mean()).isEqualTo(plain.mean());
        assertThat(difference.standardError()).isCloseTo(plain.standardError(), within(1e-12));
    }

    @Test
    void theVerdictSaysWhyALearnedMethodIsWorse() {
        ForecastResult exact = result("full Bayes", false, 1, new double[] {1, 1, 1}, 4, 4, 4);
        ForecastResult worse = result("learned", true, 2, new double[] {1.9, 2, 2.1}, 4, 4, 4);
        ForecastResult better = result("learned", true, 0.5, new double[] {0.4, 0.5, 0.6}, 4, 4, 4);
        assertThat(new ForecastComparison(List.of(exact, worse)).verdict())
                .contains("learned is worse (100 % higher")
                .contains("only approximates the posterior")
                .endsWith("One field cannot rank methods.");
        assertThat(new ForecastComparison(List.of(exact, better)).verdict())
                .contains("learned is better")
                .doesNotContain("approximates");
    }
}
