package org.pushforward.zoo.field.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.kriging.Measurements;

class ChainDiagnosticsTest {
    private static final int DRAWS = 2000;

    /** Returns chains x_t = r x_(t-1) + sqrt(1 - r^2) z_t from N(0, 1). */
    private static double[][] autoregressive(int chains, double r, long seed) {
        double[][] x = new double[chains][];
        for (int c = 0; c < chains; c++) {
            x[c] = RandomKey.of(seed).fold(c).normal(Shape.of(DRAWS)).toDoubles();
            for (int t = 1; t < DRAWS; t++) {
                x[c][t] = r * x[c][t - 1] + Math.sqrt(1 - r * r) * x[c][t];
            }
        }
        return x;
    }

    private static double[] map(double[] x, double scale, double shift) {
        return Arrays.stream(x).map(v -> scale * v + shift).toArray();
    }

    @Test
    void independentDrawsAgreeAndAllCount() {
        ChainDiagnostics found = ChainDiagnostics.of("v", autoregressive(4, 0, 1));
        // B / W has mean 1 / 1000 and R-hat about half of that more than 1; six times as much is beyond chance.
        assertThat(found.rHat()).isBetween(0.999, 1.003);
        // The estimate of the autocorrelation time of 8000 draws has a relative error of some percent.
        assertThat(found.effectiveSize()).isCloseTo(8000, within(800.0));
        assertThat(found.converged()).isTrue();
        assertThat(found).hasToString("R-hat of 'v' = 1.000, effective size " + Math.round(found.effectiveSize()));
    }

    @Test
    void effectiveSizeOfAnAutoregressiveChainHasAClosedForm() {
        // The autocorrelations r^t of the process add up to the time (1 + r) / (1 - r). Those of the ranks of normal
        // draws are
        // nearly the same, and so is their transformation back to normal.
        for (double r : new double[] {0.5, 0.8, -0.4}) {
            double expected = 8000 * (1 - r) / (1 + r);
            ChainDiagnostics found = ChainDiagnostics.of("v", autoregressive(4, r, 2));
            assertThat(found.effectiveSize()).as("r = %s", r).isCloseTo(expected, within(0.15 * expected));
        }
    }

    @Test
    void rHatOfAFewDrawsIsTheFormula() {
        // Two chains of four draws give four halves of two. Ties share their mean rank.
        double[] ranks = {1, 2, 3.5, 3.5, 5, 6, 7, 8};
        double[] z = Arrays.stream(ranks)
                .map(rank -> -Math.sqrt(2) * InverseErfc.value(2 * (rank - 0.375) / 8.25))
                .toArray();
        double within = 0;
        double[] means = new double[4];
        for (int half = 0; half < 4; half++) {
            means[half] = (z[2 * half] + z[2 * half + 1]) / 2;
            within += Math.pow(z[2 * half] - z[2 * half + 1], 2) / 2 / 4;
        }
        double mean = Arrays.stream(means).average().orElseThrow();
        double between = Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum() / 3;
        double expected = Math.sqrt(0.5 + between / within);
        ChainDiagnostics found =
                ChainDiagnostics.of("v", new double[] {-9, -8, 0, 0}, new double[] {10, 20, 1e3, Double.MAX_VALUE});
        assertThat(found.rHat()).isCloseTo(expected, within(1e-12));
    }

    /** The normal distribution has (r - 3/8) / (n + 1/4) of its mass below the quantile of rank r of n. */
    @Test
    void ranksBecomeQuantilesOfTheNormalDistribution() {
        double[][] quantiles =
                NormalRanks.of(new double[] {30, -5}, new double[] {7, 1e9}).chains();
        double[] ranks = {3, 1, 2, 4};
        for (int i = 0; i < 4; i++) {
            double below = 0.5 * Erfc.value(-quantiles[i / 2][i % 2] / Math.sqrt(2));
            assertThat(below).isCloseTo((ranks[i] - 0.375) / 4.25, within(1e-12));
        }
    }

    /**
     * The variance within these chains is 1 and that of all 20/7. The sums of neighboring autocorrelations are 33/20, 47/40 and 5/4, and the
     * last may not be larger than the one before it, so the time is 2 (33/20 + 47/40 + 47/40) - 1 = 7.
     */
    @Test
    void effectiveSizeOfTwoShortChainsIsTheFormula() {
        NormalRanks chains = new NormalRanks(new double[] {2, 0, 0, 2, 1, 1, 1}, new double[] {2, 3, 2, 3, 5, 4, 2});
        assertThat(chains.effectiveSize()).isCloseTo(14.0 / 7, within(1e-12));
        assertThat(chains.rHat()).isCloseTo(Math.sqrt(20.0 / 7), within(1e-12));
    }

    /** The sums of neighboring autocorrelations are 31/30 and -19/30, so the time is 16/15, and at least 1 / log10 of the number of draws. */
    @Test
    void effectiveSizeOfAntitheticChainsIsBounded() {
        NormalRanks chains = new NormalRanks(new double[] {2, 1, 0, 1}, new double[] {0, 1, 2, 5});
        assertThat(chains.effectiveSize()).isCloseTo(8 * Math.log10(8), within(1e-12));
    }

    /** All draws are equally far from the median. */
    @Test
    void chainsOfTwoValuesAgree() {
        double[] chain = {101, 99, 99, 101, 101, 99, 99, 101};
        assertThat(ChainDiagnostics.of("v", chain, chain).rHat()).isEqualTo(1);
    }

    @Test
    void chainsAtDifferentPlacesDisagree() {
        double[][] chains = autoregressive(4, 0.3, 3);
        chains[2] = map(chains[2], 1, 1);
        ChainDiagnostics found = ChainDiagnostics.of("v", chains);
        assertThat(found.rHat()).isGreaterThan(ChainDiagnostics.LARGEST_R_HAT);
        assertThat(found.effectiveSize()).isLessThan(100);
        assertThat(found.toString()).contains("the chains disagree; run them longer");
    }

    @Test
    void chainsOfDifferentWidthDisagree() {
        // Their means agree, so only the folded draws tell.
        double[][] chains = autoregressive(4, 0, 4);
        chains[0] = map(chains[0], 3, 0);
        assertThat(ChainDiagnostics.of("v", chains).converged()).isFalse();
    }

    @Test
    void oneChainThatDriftsDisagreesWithItself() {
        double[] chain = autoregressive(1, 0, 5)[0];
        double[] drifting = IntStream.range(0, DRAWS)
                .mapToDouble(t -> chain[t] + 2.0 * t / DRAWS)
                .toArray();
        assertThat(ChainDiagnostics.of("v", chain).converged()).isTrue();
        assertThat(ChainDiagnostics.of("v", drifting).converged()).isFalse();
    }

    @Test
    void infiniteVarianceIsNoObstacle() {
        // Ranks do not change under an increasing map, here to a distribution without a mean.
        double[][] normal = autoregressive(3, 0.5, 6);
        double[][] heavy = Arrays.stream(normal)
                .map(chain -> Arrays.stream(chain)
                        .map(v -> Math.signum(v) * Math.exp(v * v))
                        .toArray())
                .toArray(double[][]::new);
        ChainDiagnostics found = ChainDiagnostics.of("v", heavy);
        assertThat(found.effectiveSize())
                .isEqualTo(ChainDiagnostics.of("v", normal).effectiveSize());
        assertThat(found.converged()).isTrue();
    }

    @Test
    void oneGaugeLeavesTheParametersAtThePrior() {
        // With an unknown mean one gauge says nothing, so the posterior is the prior: normal around 0 in log
        // coordinates.
        CovarianceFamily family = CovarianceFamily.of(new Exponential());
        Measurements one = Measurements.of(Places.of(new double[] {1}, new double[] {2}), 0.7);
        Likelihood likelihood = Likelihood.restricted(family, Trend.constant(), one);
        Hyperprior prior = new Hyperprior(family.parameters(), new double[] {1, 3}, new double[] {0.5, 0.5});
        Posterior posterior = Posterior.of(likelihood, prior);
        List<ParameterChain> chains = IntStream.range(0, 4)
                .mapToObj(c -> {
                    RandomKey key = RandomKey.of(7).fold(c);
                    return ParameterChain.run(posterior, 400, 20, 2, key, prior.draw(key.fold("start")));
                })
                .toList();
        assertThat(ChainDiagnostics.of(chains))
                .extracting(ChainDiagnostics::parameter)
                .containsExactly("variance", "range");
        for (ChainDiagnostics each : ChainDiagnostics.of(chains)) {
            assertThat(each.converged()).as(each.toString()).isTrue();
            double[] logs = chains.stream()
                    .flatMapToDouble(chain -> Arrays.stream(chain.draws(each.parameter())))
                    .map(Math::log)
                    .toArray();
            double mean = Arrays.stream(logs).average().orElseThrow();
            double expected = Math.log(each.parameter().equals("range") ? 3 : 1);
            // 4 standard errors.
            assertThat(mean).isCloseTo(expected, within(4 * 0.5 / Math.sqrt(each.effectiveSize())));
        }
        // At the gauge the field is known, and far from it only its prior is.
        Places asked = Places.of(new double[] {1, 500}, new double[] {2, 2});
        assertThat(chains.get(0).predict(asked).variance()[0]).isCloseTo(0, within(1e-12));
        assertThat(chains.get(0).predict(asked).variance()[1]).isGreaterThan(1);
    }

    @Test
    void equalGaugesAndAKnownMeanShrinkTheVariance() {
        CovarianceFamily family = CovarianceFamily.of(new Exponential());
        Measurements two = Measurements.of(Places.of(new double[] {0, 5}, new double[2]), 0.1, 0.1);
        Hyperprior prior = new Hyperprior(family.parameters(), new double[] {1, 3}, new double[] {1, 0.5});
        Posterior posterior = Posterior.of(Likelihood.maximum(family, Trend.known(0), two), prior);
        double[] variances =
                ParameterChain.run(posterior, 500, 50, 2, RandomKey.of(8), 1, 3).draws("variance");
        assertThat(Arrays.stream(variances).map(Math::log).average().orElseThrow())
                .isLessThan(-0.3);
    }

    /** The distance of infinity to an infinite median is no number, so that ranking them would never end. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void infiniteDrawsAreRefused() {
        double down = Double.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> ChainDiagnostics.of("v", new double[] {1, down, 2, down, down, down, 3, down}))
                .hasMessageContaining("'v', one of whose draws is -Infinity: expected finite numbers");
        assertThatThrownBy(() -> ChainDiagnostics.of("v", new double[] {1, 2, 3, Double.NaN}))
                .hasMessageContaining("'v', one of whose draws is NaN");
    }

    @Test
    void badInputIsNamed() {
        assertThatThrownBy(() -> ChainDiagnostics.of("v", new double[] {1, 2, 3}))
                .hasMessageContaining("chains of [3] draws of 'v'")
                .hasMessageContaining("4 draws or more");
        assertThatThrownBy(() -> ChainDiagnostics.of("v", new double[8], new double[9]))
                .hasMessageContaining("[8, 9]");
        assertThatThrownBy(() -> ChainDiagnostics.of("v", new double[8]))
                .hasMessageContaining("'v', each of whose draws is 0.0");
        assertThatThrownBy(() -> ChainDiagnostics.of("v")).hasMessageContaining("chains of [] draws of 'v'");
        assertThatThrownBy(() -> ChainDiagnostics.of(List.of())).hasMessageContaining("expected at least one chain");
    }
}
