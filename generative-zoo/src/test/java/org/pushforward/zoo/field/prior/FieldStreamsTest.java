package org.pushforward.zoo.field.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Ellipse;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.simulation.LocalConvolution;
import org.pushforward.zoo.field.simulation.LocalConvolution.WeightedCovariance;
import org.pushforward.zoo.field.simulation.Normals;

/**
 * A key gives the same field in all versions, and each random number of a field has a stream of its own. So the field is put together here
 * from these streams.
 */
class FieldStreamsTest {
    private static final Grid GRID = Grid.of(5, 7);
    /** The three standard covariances with ranges from less than a cell to many times the grid. */
    private static final List<Double> SMOOTHNESS = List.of(0.5, 1.5, 2.5);

    private static double[] normals(RandomKey key, int count) {
        double[] numbers = new double[count];
        Normals.fill(key, numbers);
        return numbers;
    }

    private static Structure structure(Matern matern, double variance, double[] shape) {
        return new Structure(matern, variance, new Ellipse(shape[1], shape[2], shape[3]));
    }

    /** A margin where correlations are below 0.01, but at most three times as wide as the longer side. */
    private static int margin(Matern matern, double range) {
        return (int) Math.ceil(Math.min(range * FieldPrior.reach(matern, 0.01), 21));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void eachNumberHasAStreamOfItsOwn(double local) {
        FieldPrior prior = new FieldPrior(SMOOTHNESS, 5, 1.5, 0.5, 1.2, 0.755, 0.35, 0.1, 1.2, 0.51, local, 0.7);
        FieldSimulator simulator = new FieldSimulator(prior, 5, 7);
        for (int k = 0; k < 20; k++) {
            RandomKey key = RandomKey.of(29).fold(k);
            UniformRandomProvider uniform = key.fold("kind").stream();
            Matern matern = new Matern(SMOOTHNESS.get(uniform.nextInt(3)));
            uniform.nextDouble();
            double[] first = prior.hyperprior(matern).draw(key.fold("parameters"));
            LocalConvolution smooth = local == 0
                    ? LocalConvolution.of(structure(matern, first[0], first), GRID, margin(matern, first[1]))
                    : changing(prior, matern, first, 7 * (0.5 + 0.5 * uniform.nextDouble()), key);
            double mean = 0.51 * normals(key.fold("mean"), 1)[0];
            double[] expected = smooth.sample(1, key.fold("field")).toDoubles();
            double[] white = normals(key.fold("nugget"), 35);
            Arrays.setAll(expected, cell -> mean + expected[cell] + Math.sqrt(first[4]) * white[cell]);

            SimulatedField field = simulator.field(k, RandomKey.of(29));
            assertThat(field.mean()).isEqualTo(mean);
            assertThat(field.values().toDoubles()).containsExactly(expected, within(1e-12));
            assertThat(field.covariance().between(0, 0, 6, 4))
                    .isCloseTo(smooth.covariance().between(0, 0, 6, 4), within(1e-12));
        }
    }

    private static LocalConvolution changing(
            FieldPrior prior, Matern matern, double[] first, double range, RandomKey key) {
        double[] second = prior.hyperprior(matern).draw(key.fold("other parameters"));
        double[] turn = SmoothMap.of(GRID, range, FieldLatents.normals(key.fold("share"), SmoothMap.SCORES));
        double[] map = SmoothMap.of(GRID, range, FieldLatents.normals(key.fold("deviation"), SmoothMap.SCORES));
        double[] share =
                Arrays.stream(turn).map(z -> 1 / (1 + Math.exp(-2.5 * z))).toArray();
        double[] rest =
                Arrays.stream(turn).map(z -> 1 / (1 + Math.exp(2.5 * z))).toArray();
        double[] deviation = Arrays.stream(map)
                .map(z -> Math.sqrt(first[0]) * Math.exp(0.7 * z - 0.49))
                .toArray();
        return LocalConvolution.of(
                List.of(
                        new WeightedCovariance(structure(matern, first[0], first), share),
                        new WeightedCovariance(structure(matern, first[0], second), rest)),
                deviation,
                GRID,
                margin(matern, Math.max(first[1], second[1])));
    }
}
