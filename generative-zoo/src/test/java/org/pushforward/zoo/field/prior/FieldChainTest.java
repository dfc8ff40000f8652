package org.pushforward.zoo.field.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Cancellation;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.kriging.Measurements;

class FieldChainTest {
    private static final FieldSimulator SIMULATOR = new FieldSimulator(new FieldPrior().withRange(4), 6, 6);
    private static final Places PLACES = Places.of(new double[] {0, 1, 5, 4}, new double[] {0, 1, 2, 5});
    /** Three neighbors that differ, and a distant value: they tell of the range and of the variance. */
    private static final Measurements GAUGES = Measurements.of(PLACES, 2.5, 2.2, -0.1, 0.2);

    private static final List<ToDoubleFunction<FieldChain.Draw>> STATISTICS = List.of(
            draw -> draw.stationary() ? 1 : 0,
            draw -> Math.log(draw.covariance().variance(0, 0)),
            draw -> Math.log(draw.covariance().variance(5, 2)),
            draw -> correlation(draw.covariance(), 0, 0, 1, 1),
            draw -> correlation(draw.covariance(), 5, 2, 4, 5));

    private static double correlation(FieldCovariance covariance, double x1, double y1, double x2, double y2) {
        return covariance.between(x1, y1, x2, y2)
                / Math.sqrt(covariance.variance(x1, y1) * covariance.variance(x2, y2));
    }

    /** Returns the means of the statistics, and their standard errors from independent chains. */
    private static double[][] estimates(Measurements gauges, int chains, int count) {
        double[][] means = IntStream.range(0, chains)
                .parallel()
                .mapToObj(k -> FieldChain.run(
                                SIMULATOR,
                                gauges,
                                count,
                                200,
                                4,
                                RandomKey.of(7).fold(k))
                        .draws())
                .map(draws -> STATISTICS.stream()
                        .mapToDouble(statistic ->
                                draws.stream().mapToDouble(statistic).average().orElseThrow())
                        .toArray())
                .toArray(double[][]::new);
        double[][] estimates = new double[STATISTICS.size()][2];
        for (int s = 0; s < estimates.length; s++) {
            int at = s;
            double[] each = Arrays.stream(means).mapToDouble(mean -> mean[at]).toArray();
            double mean = Arrays.stream(each).average().orElseThrow();
            double squares =
                    Arrays.stream(each).map(v -> (v - mean) * (v - mean)).sum();
            estimates[s] = new double[] {mean, Math.sqrt(squares / chains / (chains - 1))};
        }
        return estimates;
    }

    /** Draws from the prior, and their weights: the likelihood of gauges. */
    private static double[][] weighted(Measurements gauges, int count) {
        double[][] rows = IntStream.range(0, count)
                .parallel()
                .mapToObj(k -> {
                    FieldChain.Draw draw = FieldChain.draw(
                            SIMULATOR,
                            gauges,
                            FieldLatents.draw(new FieldPrior(), RandomKey.of(8).fold(k)));
                    double[] row = new double[STATISTICS.size() + 1];
                    Arrays.setAll(
                            row,
                            s -> s == 0
                                    ? Math.exp(draw.logLikelihood())
                                    : STATISTICS.get(s - 1).applyAsDouble(draw));
                    return row;
                })
                .toArray(double[][]::new);
        double total = Arrays.stream(rows).mapToDouble(row -> row[0]).sum();
        Arrays.stream(rows).forEach(row -> row[0] /= total);
        return rows;
    }

    private static void agree(Measurements gauges, int chains, int count, int draws) {
        double[][] found = estimates(gauges, chains, count);
        double[][] rows = weighted(gauges, draws);
        for (int s = 0; s < found.length; s++) {
            int at = s + 1;
            double expected =
                    Arrays.stream(rows).mapToDouble(row -> row[0] * row[at]).sum();
            double error = Math.sqrt(Arrays.stream(rows)
                    .mapToDouble(row -> Math.pow(row[0] * (row[at] - expected), 2))
                    .sum());
            assertThat(found[s][0])
                    .as("statistic %d", s)
                    .isCloseTo(expected, within(4 * Math.hypot(error, found[s][1])));
            // Both are precise enough to tell the posterior from the prior.
            assertThat(Math.hypot(error, found[s][1])).as("statistic %d", s).isLessThan(0.05);
        }
    }

    @Test
    void drawsFollowThePosterior() {
        agree(GAUGES, 8, 1000, 15_000);
    }

    @Test
    void withoutInformationDrawsFollowThePrior() {
        double[] noise = new double[4];
        Arrays.fill(noise, 1e9);
        agree(Measurements.withNoise(PLACES, GAUGES.values(), noise), 8, 500, 5_000);
    }

    @Test
    void theSameKeyGivesTheSameChain() {
        FieldChain one = FieldChain.run(SIMULATOR, GAUGES, 5, 10, 3, RandomKey.of(1));
        FieldChain other = FieldChain.run(SIMULATOR, GAUGES, 5, 10, 3, RandomKey.of(1));
        assertThat(one.draws()).hasSize(5);
        assertThat(one.accepted()).isEqualTo(other.accepted()).isBetween(0.1, 0.95);
        for (int k = 0; k < 5; k++) {
            assertThat(one.draws().get(k).logLikelihood())
                    .isEqualTo(other.draws().get(k).logLikelihood());
        }
    }

    /** A gauge is known, and the rest lies between what its neighbors say and the prior. */
    @Test
    void predictionsInterpolateTheGauges() {
        FieldChain chain = FieldChain.run(SIMULATOR, GAUGES, 20, 200, 5, RandomKey.of(2));
        Places asked = Places.of(new double[] {0, 1}, new double[] {0, 0});
        double[] mean = FieldChain.predict(chain.draws(), GAUGES, asked).mean();
        double[] variance = FieldChain.predict(chain.draws(), GAUGES, asked).variance();
        assertThat(mean[0]).isCloseTo(2.5, within(1e-6));
        assertThat(variance[0]).isLessThan(1e-6);
        assertThat(mean[1]).isBetween(1.0, 2.6);
        assertThat(variance[1]).isBetween(0.01, 1.0);
    }

    /** The sampler of a draw has its covariance: with 4,000 fields, within four standard errors. */
    @Test
    void samplersHaveTheCovarianceOfTheirDraw() {
        FieldChain.Draw draw = FieldChain.run(SIMULATOR, GAUGES, 1, 30, 1, RandomKey.of(5))
                .draws()
                .get(0);
        int count = 4000;
        HostArray fields = draw.sampler().sample(count, RandomKey.of(6));
        assertThat(fields.shape()).isEqualTo(Shape.of(count, 6, 6));
        for (int[] pair : new int[][] {{0, 0}, {0, 7}, {17, 34}, {35, 0}}) {
            double[] products = IntStream.range(0, count)
                    .mapToDouble(k -> fields.get(k * 36 + pair[0]) * fields.get(k * 36 + pair[1]))
                    .toArray();
            double mean = Arrays.stream(products).average().orElseThrow();
            double squares =
                    Arrays.stream(products).map(v -> (v - mean) * (v - mean)).sum();
            double expected = draw.covariance().between(pair[0] % 6, pair[0] / 6, pair[1] % 6, pair[1] / 6);
            assertThat(mean).isCloseTo(expected, within(4 * Math.sqrt(squares) / count));
        }
    }

    @Test
    void refusesNumbersOutOfRange() {
        for (int[] bad : new int[][] {{0, 0, 1}, {1, -1, 1}, {1, 0, 0}}) {
            assertThatThrownBy(() -> FieldChain.run(SIMULATOR, GAUGES, bad[0], bad[1], bad[2], RandomKey.of(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("chain of " + bad[0] + " draws after " + bad[1] + ", each " + bad[2] + "th");
        }
    }

    @Test
    void aStopEndsTheChain() {
        Cancellation stopped = new Cancellation();
        stopped.request();
        assertThatThrownBy(() -> FieldChain.run(SIMULATOR, GAUGES, 5, 10, 3, RandomKey.of(1), stopped))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("move 1 of 25");
    }
}
