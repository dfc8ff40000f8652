package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GaussianDivergencesTest {
    private static final Normal STANDARD = new Normal(0, 1);
    private static final Normal WIDE = new Normal(0, 2);
    private static final Normal SHIFTED = new Normal(1, 1);

    @Test
    void klOfAWiderDistributionHasTheLogarithmOfTheSecondVarianceOverTheFirst() {
        double expected = 0.318147;

        assertThat(GaussianDivergences.kl(STANDARD, WIDE)).isCloseTo(expected, within(1e-6));
        assertThat(GaussianDivergences.kl(array(0), array(1), array(0), array(4)))
                .isCloseTo(expected, within(1e-6));
        assertThat(GaussianDivergences.kl(array(0), matrix(1), array(0), matrix(4)))
                .isCloseTo(expected, within(1e-6));
    }

    @Test
    void klIsTheExpectedLogarithmOfTheRatio() {
        Normal p = new Normal(0.3, 0.7);
        Normal q = new Normal(-1.1, 1.9);

        assertThat(GaussianDivergences.kl(p, q))
                .isCloseTo(simpson(x -> Math.exp(p.logDensity(x)) * (p.logDensity(x) - q.logDensity(x))), within(1e-9));
        assertThat(GaussianDivergences.kl(p, p)).isZero();
    }

    @Test
    void fullKlOfDiagonalCovariancesIsTheDiagonalOne() {
        double[] mean0 = {0.5, -1};
        double[] mean1 = {1, 2};
        double diagonal = GaussianDivergences.kl(mean0, array(0.5, 2), mean1, array(3, 1));
        double full = GaussianDivergences.kl(
                mean0, new double[][] {{0.5, 0}, {0, 2}}, mean1, new double[][] {{3, 0}, {0, 1}});

        assertThat(full).isCloseTo(diagonal, within(1e-12));
    }

    @Test
    void klDoesNotChangeUnderAnInvertibleMap() {
        double[][] covariance0 = {{2, 0.5, 0.1}, {0.5, 1, -0.3}, {0.1, -0.3, 0.7}};
        double[][] covariance1 = {{1, -0.2, 0}, {-0.2, 3, 0.4}, {0, 0.4, 0.9}};
        double[] mean0 = {1, 2, 3};
        double[] mean1 = {0, 2.5, 2};
        double[][] map = {{1, 2, 0}, {0, 1, -1}, {0.5, 0, 3}};

        double mapped = GaussianDivergences.kl(
                apply(map, mean0), congruent(map, covariance0), apply(map, mean1), congruent(map, covariance1));

        assertThat(mapped)
                .isPositive()
                .isCloseTo(GaussianDivergences.kl(mean0, covariance0, mean1, covariance1), within(1e-10));
    }

    @Test
    void klOfAnAutoencodersPosteriorPunishesSmallVariance() {
        assertThat(GaussianDivergences.klToStandardNormal(array(0), array(Math.log(0.01))))
                .isCloseTo(1.8076, within(5e-5));
        assertThat(GaussianDivergences.klToStandardNormal(array(0.3, -1), array(0.2, -2)))
                .isCloseTo(
                        GaussianDivergences.kl(
                                array(0.3, -1), array(Math.exp(0.2), Math.exp(-2)), array(0, 0), array(1, 1)),
                        within(1e-12));
        assertThat(GaussianDivergences.klToStandardNormal(array(0, 0), array(0, 0)))
                .isZero();
    }

    @Test
    void jensenShannonIsTakenToTheMixtureAndIsNotHalfTheJeffreysDivergence() {
        double halfJeffreys =
                0.5 * (GaussianDivergences.kl(STANDARD, SHIFTED) + GaussianDivergences.kl(SHIFTED, STANDARD));

        assertThat(halfJeffreys).isCloseTo(0.5, within(1e-12));
        assertThat(GaussianDivergences.jensenShannon(STANDARD, SHIFTED)).isCloseTo(0.111421, within(1e-6));
    }

    @Test
    void jensenShannonIsItsIntegralSymmetricAndAtMostLogTwo() {
        Normal p = new Normal(0.2, 0.1);
        Normal q = new Normal(-0.5, 1.5);
        double integral = simpson(x -> {
            double density = Math.exp(p.logDensity(x));
            double other = Math.exp(q.logDensity(x));
            double middle = (density + other) / 2;
            return 0.5 * (term(density, middle) + term(other, middle));
        });

        assertThat(GaussianDivergences.jensenShannon(p, q)).isCloseTo(integral, within(1e-8));
        assertThat(GaussianDivergences.jensenShannon(q, p))
                .isCloseTo(GaussianDivergences.jensenShannon(p, q), within(1e-12));
        assertThat(GaussianDivergences.jensenShannon(p, p)).isCloseTo(0, within(1e-12));
        assertThat(GaussianDivergences.jensenShannon(new Normal(-100, 1), new Normal(100, 1)))
                .isCloseTo(Math.log(2), within(1e-9));
    }

    @Test
    void ganDualIsTwiceJensenShannonAtItsBestDiscriminatorAndLessAtOthers() {
        DoubleUnaryOperator best = x -> STANDARD.logDensity(x) - SHIFTED.logDensity(x);
        double twice = GaussianDivergences.ganDual(STANDARD, SHIFTED, best);

        assertThat(twice).isCloseTo(0.222843, within(1e-6));
        assertThat(twice).isCloseTo(2 * GaussianDivergences.jensenShannon(STANDARD, SHIFTED), within(1e-9));
        assertThat(GaussianDivergences.ganDual(STANDARD, SHIFTED, x -> best.applyAsDouble(x) + 0.1))
                .isLessThan(twice);
        assertThat(GaussianDivergences.ganDual(STANDARD, SHIFTED, x -> 1.1 * best.applyAsDouble(x)))
                .isLessThan(twice);
        assertThat(GaussianDivergences.ganDual(STANDARD, SHIFTED, x -> 0)).isCloseTo(0, within(1e-12));
    }

    @Test
    void donskerVaradhanIsTheKlAtTheLogarithmOfTheRatioUpToAConstant() {
        DoubleUnaryOperator best = x -> STANDARD.logDensity(x) - WIDE.logDensity(x);
        double kl = GaussianDivergences.kl(STANDARD, WIDE);

        assertThat(GaussianDivergences.donskerVaradhan(STANDARD, WIDE, best)).isCloseTo(kl, within(1e-9));
        assertThat(GaussianDivergences.donskerVaradhan(STANDARD, WIDE, x -> best.applyAsDouble(x) + 3))
                .isCloseTo(kl, within(1e-9));
        assertThat(GaussianDivergences.donskerVaradhan(STANDARD, WIDE, x -> 0.8 * best.applyAsDouble(x)))
                .isLessThan(kl - 1e-3);
        assertThat(GaussianDivergences.donskerVaradhan(STANDARD, WIDE, x -> 0)).isCloseTo(0, within(1e-9));
    }

    @Test
    void invalidDistributionsAreRefused() {
        assertThatThrownBy(() -> new Normal(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GaussianDivergences.kl(array(0), array(-1), array(0), array(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GaussianDivergences.kl(array(0), array(1), array(0, 1), array(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mean m_1 has length 2: expected 1, as the mean m_0");
        double[][] indefinite = {{1, 2}, {2, 1}};
        assertThatThrownBy(() -> GaussianDivergences.kl(array(0, 0), indefinite, array(0, 0), indefinite))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("covariance S_0 is not positive definite: its least eigenvalue is -1");
        double[][] unknown = {{1, 0}, {0, Double.NaN}};
        assertThatThrownBy(() -> GaussianDivergences.kl(array(0, 0), indefinite, array(0, 0), unknown))
                .hasMessageContaining("covariance S_1: row 1 is [0.0, NaN], expected 2 finite numbers");
        double[][] lopsided = {{1, 0.5}, {0, 1}};
        assertThatThrownBy(() -> GaussianDivergences.kl(array(0, 0), lopsided, array(0, 0), lopsided))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("covariance S_0 is not symmetric");
        assertThatThrownBy(() -> GaussianDivergences.jensenShannon(STANDARD, new Normal(0, 1e-4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000");
    }

    /** Distributions apart, either wider, on either side: the sum must reach where the weight e^g moves the mass. */
    @Test
    void donskerVaradhanReachesAllOfBothDistributions() {
        Normal[] distributions = {STANDARD, new Normal(3, 0.5), new Normal(-4, 3)};
        for (Normal p : distributions) {
            for (Normal q : distributions) {
                DoubleUnaryOperator best = x -> p.logDensity(x) - q.logDensity(x);
                assertThat(GaussianDivergences.donskerVaradhan(p, q, best))
                        .isCloseTo(GaussianDivergences.kl(p, q), within(1e-9));
            }
        }
    }

    @Test
    void expectationsHaveTheMomentsOfTheNormalDistribution() {
        for (double deviation : new double[] {1e-3, 1, 1000}) {
            Normal normal = new Normal(2, deviation);
            double step = deviation / 7.3;
            assertThat(normal.expectation(x -> 1, step)).isCloseTo(1, within(1e-13));
            assertThat(normal.expectation(x -> x, step)).isCloseTo(2, within(1e-13 * Math.max(1, deviation)));
            assertThat(normal.expectation(x -> Math.pow((x - 2) / deviation, 4), step))
                    .isCloseTo(3, within(1e-9));
            assertThat(normal.lower()).isEqualTo(2 - 12 * deviation);
            assertThat(normal.upper()).isEqualTo(2 + 12 * deviation);
        }
    }

    /**
     * With a step of 20 deviations, the nodes are the mean and both ends, 12 deviations away. For f = exp(z^2/2), each of the three adds
     * 12 / sqrt(2 pi).
     */
    @Test
    void bothEndsOfTheRangeAreNodes() {
        double value = STANDARD.expectation(z -> Math.exp(0.5 * z * z), 20);
        assertThat(value).isCloseTo(36 / Math.sqrt(2 * Math.PI), within(1e-12));
    }

    /**
     * For g = -log q, the integrand e^g q is 1, so E_q[e^g] is the number of nodes times the step of 1/16. From -12 to 12.03 there are 384.48
     * steps, rounded up to 385, and 386 nodes. E_p[g] is (1 + 0.03^2)/2 + log(2 pi)/2.
     */
    @Test
    void bothEndsOfTwoDistributionsAreNodes() {
        Normal moved = new Normal(0.03, 1);
        assertThat(GaussianDivergences.donskerVaradhan(moved, STANDARD, x -> -STANDARD.logDensity(x)))
                .isCloseTo(0.5 * (1 + 0.03 * 0.03 + Math.log(2 * Math.PI)) - Math.log(386.0 / 16), within(1e-9));
        assertThat(GaussianDivergences.donskerVaradhan(STANDARD, STANDARD, x -> -STANDARD.logDensity(x)))
                .isCloseTo(0.5 * (1 + Math.log(2 * Math.PI)) - Math.log(385.0 / 16), within(1e-9));
    }

    /** Symmetry is judged on the scale of the variances: S_01 against sqrt(S_00 S_11). */
    @Test
    void roundingDoesNotMakeACovarianceLopsided() {
        assertThat(GaussianDivergences.kl(
                        array(0, 0), new double[][] {{1e8, 1e-5}, {0, 1e8}}, array(0, 0), new double[][] {
                            {1e8, 0}, {0, 1e8}
                        }))
                .isCloseTo(0, within(1e-12));
        double[][] small = {{1e-4, 1e-18}, {0, 1e-4}};
        assertThat(GaussianDivergences.kl(array(0, 0), small, array(0, 0), small))
                .isCloseTo(0, within(1e-12));
        for (double[][] lopsided : new double[][][] {
            {{1e6, 1e-11}, {0, 1e-6}},
            {{1e-6, 0}, {1e-11, 1e6}},
            {{1, 0.5}, {0, -1}},
            {{1, 0.5}, {-0.5, 1}},
            {{1e8, 1}, {0, 1e8}},
            {{1e8, 0}, {1, 1e8}}
        }) {
            assertThatThrownBy(() -> GaussianDivergences.kl(array(0, 0), lopsided, array(0, 0), lopsided))
                    .hasMessageContaining("covariance S_0 is not symmetric");
        }
    }

    @Test
    void everyLengthIsChecked() {
        double[] one = {1};
        double[] two = {1, 1};
        double[][] small = {{1}};
        double[][] large = {{1, 0}, {0, 1}};
        assertThatThrownBy(() -> GaussianDivergences.kl(one, two, one, one))
                .hasMessageContaining("variances v_0 has length 2");
        assertThatThrownBy(() -> GaussianDivergences.kl(one, one, one, two))
                .hasMessageContaining("variances v_1 has length 2");
        assertThatThrownBy(() -> GaussianDivergences.kl(one, large, one, small))
                .hasMessageContaining("covariance S_0 has length 2");
        assertThatThrownBy(() -> GaussianDivergences.kl(one, small, two, small))
                .hasMessageContaining("mean m_1 has length 2");
        assertThatThrownBy(() -> GaussianDivergences.kl(one, small, one, large))
                .hasMessageContaining("covariance S_1 has length 2");
        assertThatThrownBy(() -> GaussianDivergences.klToStandardNormal(one, two))
                .hasMessageContaining("logVariance has length 2");
        for (double deviation : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Normal(0, deviation)).hasMessageContaining("positive standard deviation");
        }
        assertThatThrownBy(() -> new Normal(Double.NaN, 1)).hasMessageContaining("finite mean");
    }

    /** At a ratio of 1000, the narrow density lies in 1/1000 of the wide one, and JS is almost log 2. */
    @Test
    void aRatioOfAThousandIsAccepted() {
        assertThat(GaussianDivergences.jensenShannon(STANDARD, new Normal(0, 1000)))
                .isBetween(Math.log(2) - 0.01, Math.log(2));
    }

    private static double term(double density, double middle) {
        return density == 0 ? 0 : density * Math.log(density / middle);
    }

    private static double simpson(DoubleUnaryOperator f) {
        int steps = 200_000;
        double step = 50.0 / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * f.applyAsDouble(-25 + i * step);
        }
        return sum * step / 3;
    }

    private static double[] array(double... values) {
        return values;
    }

    private static double[][] matrix(double value) {
        return new double[][] {{value}};
    }

    private static double[] apply(double[][] map, double[] vector) {
        double[] result = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                result[i] += map[i][j] * vector[j];
            }
        }
        return result;
    }

    private static double[][] congruent(double[][] map, double[][] matrix) {
        int size = map.length;
        double[][] result = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < size; k++) {
                    for (int l = 0; l < size; l++) {
                        result[i][j] += map[i][k] * matrix[k][l] * map[j][l];
                    }
                }
            }
        }
        return result;
    }
}
