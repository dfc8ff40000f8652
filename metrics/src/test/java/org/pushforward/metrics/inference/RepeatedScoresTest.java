package org.pushforward.metrics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

class RepeatedScoresTest {

    @Test
    void twoContestantsAreComparedByThePairedTest() {
        // With k = 2 and one set the pooled test is the paired t test of the logarithms.
        double[] first = {0.1, 0.3, 0.2};
        double[] second = {0.13, 0.35, 0.22};
        double[] logFirst = new double[3];
        double[] logSecond = new double[3];
        double[][][] scores = new double[2][3][];
        for (int s = 0; s < 3; s++) {
            scores[0][s] = new double[] {first[s]};
            scores[1][s] = new double[] {second[s]};
            logFirst[s] = Math.log(first[s]);
            logSecond[s] = Math.log(second[s]);
        }

        RepeatedScores repeated = new RepeatedScores(scores, 0);

        assertThat(repeated.best()).isZero();
        assertThat(repeated.pValues()[0]).isEqualTo(1);
        assertThat(repeated.pValues()[1])
                .isCloseTo(PairedComparison.of(logFirst, logSecond).pValue(), within(1e-12));
    }

    /** Returns exp of standard normal numbers times the deviations of contestants, trainings and sets. */
    private static double[][][] random(RandomKey key, int contestants, int trainings, int sets, double[] shifts) {
        double[] z =
                key.normal(Shape.of(contestants * trainings + trainings * sets)).toDoubles();
        double[][][] scores = new double[contestants][trainings][sets];
        for (int m = 0; m < contestants; m++) {
            for (int s = 0; s < trainings; s++) {
                for (int j = 0; j < sets; j++) {
                    scores[m][s][j] = Math.exp(
                            shifts[m] + 0.1 * z[m * trainings + s] + z[contestants * trainings + s * sets + j]);
                }
            }
        }
        return scores;
    }

    @Test
    void equalContestantsDifferFromTheBestNoMoreOftenThanTheLevel() {
        int repetitions = 2000;
        int told = 0;
        for (int i = 0; i < repetitions; i++) {
            boolean[] bold = new RepeatedScores(random(RandomKey.of(17).fold(i), 4, 3, 2, new double[4]), 0)
                    .indistinguishableFromBest(0.05);
            for (boolean kept : bold) {
                if (!kept) {
                    told++;
                    break;
                }
            }
        }
        // Four standard errors above the level; Holm's correction is slightly conservative here, because pairs depend
        // on each other.
        assertThat((double) told / repetitions).isBetween(0.02, 0.05 + 4 * Math.sqrt(0.05 * 0.95 / repetitions));
    }

    @Test
    void worseContestantIsDetectedAlthoughSetsVaryTenTimesAsMuch() {
        boolean[] bold = new RepeatedScores(random(RandomKey.of(19), 3, 3, 2, new double[] {0, 1, 0.02}), 0)
                .indistinguishableFromBest(0.05);

        assertThat(bold).containsExactly(true, false, true);
    }

    @Test
    void halvesOfTheSameBlocksAreNotNewData() {
        // The scores show a difference if every set is new data, but not if the sets are halves of a few blocks,
        // between which the ranks of the contestants change.
        double[][][] scores = new double[2][4][4];
        double[] swing = {0.3, -0.3, 0.3, -0.3};
        for (int s = 0; s < 4; s++) {
            for (int j = 0; j < 4; j++) {
                scores[0][s][j] = 1;
                scores[1][s][j] = Math.exp(0.1 + swing[j] + 0.01 * s);
            }
        }

        assertThat(new RepeatedScores(scores, 0).indistinguishableFromBest(0.05)[1])
                .isFalse();
        assertThat(new RepeatedScores(scores, 8).indistinguishableFromBest(0.05)[1])
                .isTrue();
    }

    @Test
    void aRatioIsFoundAsOftenAsStated() {
        // The ratio for the true deviation: 0.1 for a training, three trainings, and six pairs of four contestants with
        // six
        // degrees of freedom.
        double level = 0.05;
        double ratio = Math.exp(new DetectableDifference(0.1 * Math.sqrt(2.0 / 3), 6, level / 6).at(0.8));
        int repetitions = 2000;
        int found = 0;
        double sumOfSquares = 0;
        for (int i = 0; i < repetitions; i++) {
            RepeatedScores scores = new RepeatedScores(
                    random(RandomKey.of(23).fold(i), 4, 3, 2, new double[] {0, Math.log(ratio), 0, 0}), 0);
            found += firstStepRejects(scores, level) ? 1 : 0;
            double reported = Math.log(scores.detectableRatio(level, 0.8)) / Math.log(ratio);
            sumOfSquares += reported * reported / repetitions;
        }

        // Four standard errors of a share.
        assertThat((double) found / repetitions).isCloseTo(0.8, within(4 * Math.sqrt(0.8 * 0.2 / repetitions)));
        // The reported ratio is proportional to the estimated deviation, whose square has expectation 1 and variance 2
        // / 6.
        assertThat(sumOfSquares).isCloseTo(1, within(4 * Math.sqrt(2.0 / 6 / repetitions)));
    }

    /** Returns whether the p-value of contestants 0 and 1 alone, times six, is at most the level. */
    private static boolean firstStepRejects(RepeatedScores scores, double level) {
        double difference = 0;
        for (int s = 0; s < 3; s++) {
            for (int j = 0; j < 2; j++) {
                difference += (Math.log(scores.scores()[1][s][j]) - Math.log(scores.scores()[0][s][j])) / 6;
            }
        }
        double detectable = Math.log(scores.detectableRatio(level, 0.8));
        double unit = new DetectableDifference(1, 6, level / 6).at(0.8);
        return Math.abs(difference) > detectable / unit * new Student(6).quantile(1 - level / 12);
    }

    @Test
    void equalScoresLetAnyDifferenceBeFound() {
        double[][][] scores = {{{1}, {2}}, {{1.5}, {3}}};

        assertThat(new RepeatedScores(scores, 0).detectableRatio(0.05, 0.8)).isCloseTo(1, within(1e-12));
    }

    @Test
    void aSingleTrainingIsRefused() {
        assertThatThrownBy(() -> new RepeatedScores(new double[][][] {{{1}}}, 0))
                .hasMessageContaining("1 trainings");
        assertThatThrownBy(() -> new RepeatedScores(new double[][][] {{{1}, {-1}}}, 0))
                .hasMessageContaining("[-1.0]");
    }
}
