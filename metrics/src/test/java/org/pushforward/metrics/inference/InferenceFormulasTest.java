package org.pushforward.metrics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;

/** Compares tests and intervals with their formulas, written out again or by known values of tables. */
class InferenceFormulasTest {

    /** Three contestants, two trainings, two sets that are halves of five blocks. */
    @Test
    void pValuesOverBlocksAreThoseOfTheFormula() {
        double[][][] logs = {
            {{0.10, 0.30}, {0.20, -0.10}},
            {{0.90, 0.60}, {0.80, 0.75}},
            {{0.35, 0.05}, {-0.15, 0.40}}
        };
        double[][][] scores = new double[3][2][2];
        double[][] ofTraining = new double[3][2];
        double[] means = new double[3];
        for (int m = 0; m < 3; m++) {
            for (int s = 0; s < 2; s++) {
                for (int j = 0; j < 2; j++) {
                    scores[m][s][j] = Math.exp(logs[m][s][j]);
                    ofTraining[m][s] += logs[m][s][j] / 2;
                    means[m] += logs[m][s][j] / 4;
                }
            }
        }
        double trainings = squares(ofTraining) / 2;
        double sets = 0;
        for (int s = 0; s < 2; s++) {
            sets += squares(new double[][] {logs[0][s], logs[1][s], logs[2][s]}) / 4;
        }
        double variance = 2 * trainings / 2 + 2 * sets;
        double freedom = variance * variance / (trainings * trainings / 2 + 4 * sets * sets / 4);
        double[] pairs = {
            new Student(freedom).twoSided((means[1] - means[0]) / Math.sqrt(variance)),
            new Student(freedom).twoSided((means[2] - means[0]) / Math.sqrt(variance)),
            new Student(freedom).twoSided((means[2] - means[1]) / Math.sqrt(variance))
        };
        double[] adjusted = Holm.adjusted(pairs);

        RepeatedScores repeated = new RepeatedScores(scores, 5);

        assertThat(repeated.best()).isZero();
        assertThat(repeated.pValues()).containsExactly(new double[] {1, adjusted[0], adjusted[1]}, within(1e-12));
        assertThat(repeated.detectableRatio(0.05, 0.8))
                .isCloseTo(
                        Math.exp(new DetectableDifference(Math.sqrt(variance), freedom, 0.05 / 3).at(0.8)),
                        within(1e-9));
        RepeatedScores turned = new RepeatedScores(new double[][][] {scores[1], scores[2], scores[0]}, 5);
        assertThat(turned.best()).isEqualTo(2);
        assertThat(turned.pValues()).containsExactly(new double[] {adjusted[0], adjusted[1], 1}, within(1e-12));
    }

    /** Returns the squares of a table around the sums of its row and column effects, by double differences from the first entries. */
    private static double squares(double[][] table) {
        int rows = table.length;
        double sum = 0;
        for (int m = 0; m < rows; m++) {
            for (int n = 0; n < m; n++) {
                double difference = table[m][0] - table[m][1] - table[n][0] + table[n][1];
                sum += difference * difference / (2 * rows);
            }
        }
        return sum;
    }

    /** For two contestants, the variance over blocks is that of their differences, here 1 in one training and 4 in the other. */
    @Test
    void differencesOnThreeSetsArePooledOverTrainings() {
        double[][] differences = {{-0.5, 0.5, 1.5}, {-1.5, 0.5, 2.5}};
        double[][][] scores = new double[2][2][3];
        for (int s = 0; s < 2; s++) {
            for (int j = 0; j < 3; j++) {
                scores[0][s][j] = 1;
                scores[1][s][j] = Math.exp(differences[s][j]);
            }
        }

        assertThat(new RepeatedScores(scores, 5).pValues()[1])
                .isCloseTo(new Student(4).twoSided(0.5 / Math.sqrt(2.5)), within(1e-12));
    }

    @Test
    void scoresWithoutVarianceDifferIfTheyAreNotEqual() {
        RepeatedScores equal = new RepeatedScores(new double[][][] {{{1}, {1}}, {{1}, {1}}}, 0);
        RepeatedScores different = new RepeatedScores(new double[][][] {{{1}, {1}}, {{3}, {3}}}, 0);

        assertThat(equal.pValues()).containsExactly(1, 1);
        assertThat(equal.detectableRatio(0.05, 0.8)).isEqualTo(1);
        assertThat(different.pValues()).containsExactly(1, 0);
    }

    @Test
    void equalAndConstantScores() {
        double[][][] constant = {{{1}, {2}}, {{2}, {4}}, {{1}, {2}}};

        // The ratio of 2 in both trainings leaves no variance, so every difference is certain.
        assertThat(new RepeatedScores(constant, 0).pValues()).containsExactly(new double[] {1, 0, 1}, within(1e-12));
        assertThat(new RepeatedScores(constant, 0).best()).isZero();
        assertThatThrownBy(() -> new RepeatedScores(new double[][][] {{{1}, {2}}, {{1}, {2}}}, 4)
                        .indistinguishableFromBest(0.05))
                .hasMessageContaining("one set that is half of 4 blocks");
        assertThatThrownBy(() -> new RepeatedScores(new double[][][] {{{1}, {2}}}, 1))
                .hasMessageContaining("1 blocks");
        assertThatThrownBy(() -> new RepeatedScores(new double[][][] {{{1}, {0}}}, 0))
                .hasMessageContaining("[0.0]");
        assertThatThrownBy(() -> new RepeatedScores(new double[][][] {{{1}, {Double.POSITIVE_INFINITY}}}, 0))
                .hasMessageContaining("[Infinity]");
        assertThatThrownBy(() -> new RepeatedScores(new double[0][][], 0)).hasMessageContaining("0 contestants in 0");
    }

    /** Tables of the normal distribution. */
    @Test
    void normalProbabilities() {
        assertThat(NormalProbability.density(1)).isCloseTo(0.24197072451914337, within(1e-15));
        assertThat(NormalProbability.density(0)).isCloseTo(0.3989422804014327, within(1e-15));
        assertThat(NormalProbability.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-12));
        assertThat(NormalProbability.quantile(0.1)).isCloseTo(-1.2815515655446004, within(1e-12));
        assertThat(NormalProbability.twoSided(-1.959963984540054)).isCloseTo(0.05, within(1e-12));
        assertThat(NormalProbability.twoSided(1)).isCloseTo(0.31731050786291415, within(1e-12));
    }

    @Test
    void studentAtTheEndsOfItsRange() {
        assertThat(new Student(5).quantile(0.975)).isCloseTo(2.5705818356363146, within(1e-9));
        assertThat(new Student(5).quantile(0.5)).isCloseTo(0, within(1e-11));
        // The Cauchy distribution has tan(pi (p - 1/2)), here 318309.886...: the bracket doubles many times.
        assertThat(new Student(1).quantile(1 - 1e-6)).isCloseTo(318309.8861827, within(1e-3));
        assertThat(new Student(5).cumulative(0)).isEqualTo(0.5);
        assertThat(new Student(5).twoSided(Double.NEGATIVE_INFINITY)).isZero();
        assertThatThrownBy(() -> new Student(5).quantile(0)).hasMessageContaining("quantile 0.0");
        assertThatThrownBy(() -> new Student(5).quantile(1)).hasMessageContaining("quantile 1.0");
    }

    @Test
    void crossedMeansOfTwoTrainingsAndThreeUnits() {
        CrossedMean mean = CrossedMean.of(new double[][] {{1, 2, 6}, {2, 5, 8}});

        // Unit means 1.5, 3.5, 7 with variance 7.75; training means 3, 5 with variance 2.
        double ofUnits = 7.75 / 3;
        double ofTrainings = 2.0 / 2;
        double variance = ofUnits + ofTrainings;
        assertThat(mean.mean()).isCloseTo(4, within(1e-12));
        assertThat(mean.standardError()).isCloseTo(Math.sqrt(variance), within(1e-12));
        assertThat(mean.degreesOfFreedom())
                .isCloseTo(variance * variance / (ofUnits * ofUnits / 2 + ofTrainings * ofTrainings), within(1e-12));
        // Other units change no degrees of freedom.
        assertThat(CrossedMean.of(new double[][] {{10, 20, 60}, {20, 50, 80}}).degreesOfFreedom())
                .isCloseTo(mean.degreesOfFreedom(), within(1e-12));
        assertThatThrownBy(() -> CrossedMean.of(new double[0][])).hasMessageContaining("no numbers");
        assertThatThrownBy(() -> CrossedMean.of(new double[1][0])).hasMessageContaining("1 unit at least");
        assertThat(CrossedMean.of(new double[][] {{2, 2}, {2, 2}}).pValue()).isZero();
        assertThat(CrossedMean.of(new double[][] {{0, 0}, {0, 0}}).pValue()).isEqualTo(1);
        assertThat(CrossedMean.of(new double[][] {{3}}).pValue()).isNaN();
    }

    @Test
    void estimatesOfThreeNumbers() {
        Estimate estimate = Estimate.of(1, 2, 6);

        assertThat(estimate.mean()).isCloseTo(3, within(1e-12));
        assertThat(estimate.standardDeviation()).isCloseTo(Math.sqrt(7), within(1e-12));
        double reach = 4.302652729749464 * Math.sqrt(7.0 / 3);
        assertThat(estimate.interval(0.95).low()).isCloseTo(3 - reach, within(1e-8));
        assertThat(estimate.interval(0.95).high()).isCloseTo(3 + reach, within(1e-8));
        assertThat(Estimate.of(2, 4).interval(0.5).contains(3)).isTrue();
        assertThat(Estimate.of(5).standardDeviation()).isNaN();
        assertThatThrownBy(() -> Estimate.of(5).interval(0.5)).hasMessageContaining("a single number");
        assertThat(new Interval(1, 2).contains(1)).isTrue();
        assertThat(new Interval(1, 2).contains(2)).isTrue();
        assertThat(new Interval(1, 2).contains(2.1)).isFalse();
    }

    @Test
    void countsOfUnequalCells() {
        // Expected 10, 20, 70 of 100: (15 - 10)^2 / 10 + (15 - 20)^2 / 20 + 0, and exp(-x / 2) for two degrees of
        // freedom.
        ChiSquare test = ChiSquare.of(new long[] {15, 15, 70}, new double[] {0.1, 0.2, 0.7});

        assertThat(test.statistic()).isCloseTo(3.75, within(1e-12));
        assertThat(test.pValue()).isCloseTo(Math.exp(-3.75 / 2), within(1e-12));
        assertThatThrownBy(() -> ChiSquare.of(new long[] {1, 2}, new double[] {1, 0}))
                .hasMessageContaining("cell 1");
        assertThatThrownBy(() -> ChiSquare.of(new long[] {1}, new double[] {1})).hasMessageContaining("1 counts");
    }

    @Test
    void uniformNumbersInTwoBinsAndTheirLargestDifference() {
        Uniformity numbers = Uniformity.of(1, 0.75, 0, 0.6);

        // Steps at 0, 0.6, 0.75 and 1: the largest difference is 0.6 - 1/4.
        assertThat(numbers.largestDifference()).isCloseTo(0.35, within(1e-12));
        // One and three of four: X^2 = 1 with one degree of freedom, twice the normal tail beyond 1.
        assertThat(numbers.pearsonP(2)).isCloseTo(0.31731050786291415, within(1e-12));
        double x = 0.35 * (2 + 0.12 + 0.11 / 2);
        double series = 0;
        for (int k = 1; k < 50; k++) {
            series += 2 * (k % 2 == 1 ? 1 : -1) * Math.exp(-2.0 * k * k * x * x);
        }
        assertThat(numbers.kolmogorovP()).isCloseTo(series, within(1e-12));
        assertThat(Uniformity.of(0.5).largestDifference()).isEqualTo(0.5);
        // The 5 % point of the Kolmogorov distribution, 1.3581.
        assertThat(numbers.bandHalfWidth(0.95)).isCloseTo(1.358098955 / (2 + 0.12 + 0.11 / 2), within(1e-6));
        assertThatThrownBy(() -> Uniformity.of(0.5, 1.01)).hasMessageContaining("2 numbers");
        assertThatThrownBy(() -> Uniformity.of(-0.01)).hasMessageContaining("1 numbers");
    }

    @Test
    void replicatesAscendAndHaveTheErrorOfTheMean() {
        BlockBootstrap bootstrap = new BlockBootstrap(2000, RandomKey.of(41));
        double[] blocks = {0, 1, 2, 7};

        double[] means = bootstrap.replicate(4, drawn -> mean(blocks, drawn));

        assertThat(means).hasSize(2000).isSorted();
        // The variance of a bootstrap mean is that of the blocks, 7.25 with divisor n, over their number; four errors
        // of a deviation.
        assertThat(bootstrap.standardError(4, drawn -> mean(blocks, drawn)))
                .isCloseTo(Math.sqrt(7.25 / 4), within(4 * Math.sqrt(7.25 / 4) / Math.sqrt(2 * 2000)));
        assertThat(new BlockBootstrap(2, RandomKey.of(1)).replicate(2, drawn -> 1))
                .containsExactly(1, 1);
        assertThatThrownBy(() -> new BlockBootstrap(1, RandomKey.of(1))).hasMessageContaining("1 replicates");
        assertThatThrownBy(() -> bootstrap.replicate(1, drawn -> 1)).hasMessageContaining("1 blocks");
    }

    private static double mean(double[] blocks, int[] drawn) {
        double sum = 0;
        for (int block : drawn) {
            sum += blocks[block];
        }
        return sum / drawn.length;
    }

    @Test
    void quantilesOfTypeSix() {
        double[] sample = {1, 2, 4, 8};

        // Position q (n + 1): 2.5 of four, and the ends beyond 1 and 4.
        assertThat(SampleQuantile.of(sample, 0.5)).isEqualTo(3);
        assertThat(SampleQuantile.of(sample, 0.7)).isCloseTo(6, within(1e-12));
        assertThat(SampleQuantile.of(sample, 0)).isEqualTo(1);
        assertThat(SampleQuantile.of(sample, 1)).isEqualTo(8);
        assertThat(SampleQuantile.of(new double[] {3}, 0.9)).isEqualTo(3);
        assertThatThrownBy(() -> SampleQuantile.of(sample, 1.01)).hasMessageContaining("quantile 1.01");
        assertThatThrownBy(() -> SampleQuantile.of(sample, -0.01)).hasMessageContaining("quantile -0.01");
    }
}
