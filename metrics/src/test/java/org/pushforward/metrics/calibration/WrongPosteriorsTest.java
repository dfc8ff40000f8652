package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pushforward.metrics.inference.Holm;
import org.pushforward.metrics.inference.Uniformity;
import org.pushforward.metrics.twosample.ClassifierTest;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * P30: deliberately wrong posteriors, and which diagnostic detects which fault.
 *
 * <p>Two parameters with prior N(0, [[1, c], [c, 1]]), each observed with N(0, 1) noise. The posterior is Gaussian with covariance
 * (P + I)^-1 and mean (P + I)^-1 y, where P is the precision of the prior.
 */
class WrongPosteriorsTest {
    private static final double PRIOR_CORRELATION = 0.8;
    private static final int SIMULATIONS = 5500;
    private static final int DRAWS = 50;
    private static final double SEEN = 1e-4;

    private enum Fault {
        NONE,
        SHIFTED,
        TOO_NARROW,
        TOO_WIDE,
        IGNORES_DATA,
        WRONG_CORRELATION
    }

    private enum Diagnostic {
        RANKS_OF_PARAMETERS,
        RANKS_OF_LIKELIHOOD,
        RANDOM_POINTS_OF_DATA,
        RANDOM_POINTS_OF_PRIOR,
        CLASSIFIER
    }

    /** The diagnostics that cannot detect a fault with any number of simulations. */
    private static final Map<Fault, Set<Diagnostic>> BLIND = Map.of(
            Fault.IGNORES_DATA, Set.of(Diagnostic.RANKS_OF_PARAMETERS, Diagnostic.RANDOM_POINTS_OF_PRIOR),
            Fault.WRONG_CORRELATION, Set.of(Diagnostic.RANKS_OF_PARAMETERS));

    private record Posterior(double variance, double covariance) {
        double mean(double own, double other) {
            return variance * own + covariance * other;
        }
    }

    private static Posterior exact() {
        // (P + I)^-1 with P = [[1, -c], [-c, 1]] / (1 - c^2).
        double scale = 1 / (1 - PRIOR_CORRELATION * PRIOR_CORRELATION);
        double diagonal = scale + 1;
        double off = -PRIOR_CORRELATION * scale;
        double determinant = diagonal * diagonal - off * off;
        return new Posterior(diagonal / determinant, -off / determinant);
    }

    private static double[] correlated(double a, double b, double correlation) {
        return new double[] {a, correlation * a + Math.sqrt(1 - correlation * correlation) * b};
    }

    private static Simulations simulate(Fault fault, int simulations, int count, RandomKey key) {
        Posterior posterior = exact();
        double deviation = Math.sqrt(posterior.variance());
        double correlation = posterior.covariance() / posterior.variance();
        double[] z = key.normal(Shape.of(simulations, 4 + 2 * count)).toDoubles();
        double[][] truth = new double[simulations][];
        double[][] data = new double[simulations][];
        double[][][] draws = new double[simulations][count][];
        int at = 0;
        for (int i = 0; i < simulations; i++) {
            truth[i] = correlated(z[at++], z[at++], PRIOR_CORRELATION);
            data[i] = new double[] {truth[i][0] + z[at++], truth[i][1] + z[at++]};
            double[] mean = {posterior.mean(data[i][0], data[i][1]), posterior.mean(data[i][1], data[i][0])};
            for (int j = 0; j < count; j++) {
                double a = z[at++];
                double b = z[at++];
                double[] right = correlated(a, b, correlation);
                draws[i][j] = switch (fault) {
                    case NONE -> moved(mean, deviation, right, 0);
                    case SHIFTED -> moved(mean, deviation, right, 0.3 * deviation);
                    case TOO_NARROW -> moved(mean, 0.8 * deviation, right, 0);
                    case TOO_WIDE -> moved(mean, 1.2 * deviation, right, 0);
                    case IGNORES_DATA -> correlated(a, b, PRIOR_CORRELATION);
                    case WRONG_CORRELATION -> moved(mean, deviation, correlated(a, b, -correlation), 0);
                };
            }
        }
        return new Simulations(truth, data, draws);
    }

    private static double[] moved(double[] mean, double deviation, double[] z, double shift) {
        return new double[] {mean[0] + deviation * z[0] + shift, mean[1] + deviation * z[1] + shift};
    }

    private static Map<Diagnostic, Double> pValues(Simulations simulations, RandomKey key) {
        PosteriorRanks ranks = new PosteriorRanks(simulations);
        RandomPointCoverage coverage = new RandomPointCoverage(simulations);
        Map<Diagnostic, Double> pValues = new TreeMap<>();
        pValues.put(
                Diagnostic.RANKS_OF_PARAMETERS,
                least(ranks.ofParameter(0, key.fold(0)), ranks.ofParameter(1, key.fold(1))));
        pValues.put(
                Diagnostic.RANKS_OF_LIKELIHOOD,
                least(ranks.of((parameters, data) -> -squares(parameters, data), key.fold(2))));
        double[] noise = key.fold("references").normal(Shape.of(2)).toDoubles();
        pValues.put(
                Diagnostic.RANDOM_POINTS_OF_DATA,
                least(coverage.of(data -> new double[] {data[0] + noise[0], noise[1]}, key.fold(3))));
        pValues.put(
                Diagnostic.RANDOM_POINTS_OF_PRIOR, least(coverage.of(data -> new double[] {1.5, 0.5}, key.fold(4))));
        pValues.put(Diagnostic.CLASSIFIER, classifier(simulations, key.fold(5)));
        return pValues;
    }

    private static double squares(double[] parameters, double[] data) {
        return Math.pow(parameters[0] - data[0], 2) + Math.pow(parameters[1] - data[1], 2);
    }

    /** Returns the smallest p-value of both tests over all ranks, corrected for the number of tests. */
    private static double least(Uniformity... tests) {
        double[] pValues = new double[2 * tests.length];
        for (int i = 0; i < tests.length; i++) {
            pValues[2 * i] = tests[i].kolmogorovP();
            pValues[2 * i + 1] = tests[i].pearsonP(10);
        }
        double least = 1;
        for (double adjusted : Holm.adjusted(pValues)) {
            least = Math.min(least, adjusted);
        }
        return least;
    }

    /** Returns the p-value of a classifier of (truth, data) against (draw, data), with different simulations for each. */
    private static double classifier(Simulations simulations, RandomKey key) {
        int half = simulations.count() / 2;
        double[] real = new double[4 * half];
        double[] drawn = new double[4 * half];
        for (int i = 0; i < half; i++) {
            System.arraycopy(simulations.truth()[i], 0, real, 4 * i, 2);
            System.arraycopy(simulations.data()[i], 0, real, 4 * i + 2, 2);
            System.arraycopy(simulations.draws()[half + i][0], 0, drawn, 4 * i, 2);
            System.arraycopy(simulations.data()[half + i], 0, drawn, 4 * i + 2, 2);
        }
        return ClassifierTest.of(ClassifierTest.Features.QUADRATIC)
                .test(HostArray.wrap(Shape.of(half, 4), real), HostArray.wrap(Shape.of(half, 4), drawn), key)
                .pValue();
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void everyFaultIsDetectedByTwoDiagnosticsOrMore(Fault fault) {
        RandomKey key = RandomKey.of(91).fold(fault.name());
        Map<Diagnostic, Double> pValues = pValues(simulate(fault, SIMULATIONS, DRAWS, key.fold("simulations")), key);

        assertThat(pValues.values().stream().filter(p -> p < SEEN).count()).isGreaterThanOrEqualTo(2);
        assertThat(BLIND.getOrDefault(fault, Set.of()))
                .allSatisfy(diagnostic -> assertThat(pValues.get(diagnostic)).isGreaterThan(0.01));
    }

    @Test
    void correctPosteriorPassesAtTheLevel() {
        int repetitions = 40;
        int rejected = 0;
        for (int i = 0; i < repetitions; i++) {
            RandomKey key = RandomKey.of(97).fold(i);
            for (double p : pValues(simulate(Fault.NONE, 400, 20, key.fold("simulations")), key)
                    .values()) {
                rejected += p < 0.05 ? 1 : 0;
            }
        }
        // Five diagnostics in 40 repetitions: at most 10 of 200 are expected, with standard deviation 3.1 if they were
        // independent.
        assertThat(rejected).isLessThan(25);
    }

    @Test
    void contractionDetectsAPosteriorThatIgnoresTheData() {
        RandomKey key = RandomKey.of(101);
        PosteriorContraction right = PosteriorContraction.of(simulate(Fault.NONE, 2000, 50, key), 0);
        PosteriorContraction ignoring = PosteriorContraction.of(simulate(Fault.IGNORES_DATA, 2000, 50, key), 0);

        // Four standard deviations of the sample variance of 2000 parameters.
        assertThat(right.contraction().mean()).isCloseTo(1 - exact().variance(), within(0.13));
        assertThat(ignoring.contraction().mean()).isCloseTo(0, within(0.13));
        // E[z^2] = (1 + 1/L)(L - 1)/(L - 3) with L = 50 draws.
        assertThat(right.meanSquareZ().mean())
                .isCloseTo(1.02 * 49 / 47, within(4 * right.meanSquareZ().standardError()));
    }
}
