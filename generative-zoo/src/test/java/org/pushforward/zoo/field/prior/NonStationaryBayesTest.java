package org.pushforward.zoo.field.prior;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.DenseFactor;
import org.pushforward.zoo.field.kriging.MixturePrediction;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.field.kriging.Prediction;

/**
 * How much a posterior can gain by knowing that half of the fields change from place to place. Draws from the distribution of parameters,
 * weighted by the likelihood of the gauges, give the exact posterior of the simulator and that of its stationary half. With 24 gauges the
 * median number of effective draws is about 150.
 */
@Tag("acceptance")
class NonStationaryBayesTest {
    private static final int DRAWS = 8000;
    private static final int FIELDS = 150;
    private static final int GAUGES = 24;
    private static final int CELLS = 60;
    private static final int PARTS = 60;
    private static final double VARIANCE_OF_MEAN = Math.pow(new FieldPrior().meanDeviation(), 2);

    private final FieldSimulator simulator = new FieldSimulator(new FieldPrior(), 32, 32);
    private final int[] cells = RandomKey.of(1).fold("cells").stream()
            .ints(0, 1024)
            .distinct()
            .limit(GAUGES + CELLS)
            .toArray();

    /** What a covariance says about the cells given the gauges, before their values are known. */
    private record Known(boolean stationary, DenseFactor gauges, double[][] weights, double[] variances) {
        double logLikelihood(double[] values) {
            double[] white = values.clone();
            gauges.whiten(white);
            double square = 0;
            for (double each : white) {
                square += each * each;
            }
            return -square / 2 - gauges.logDeterminant() / 2;
        }

        Prediction predict(double[] values) {
            double[] means = new double[weights.length];
            for (int i = 0; i < means.length; i++) {
                for (int j = 0; j < values.length; j++) {
                    means[i] += weights[i][j] * values[j];
                }
            }
            return new NormalPrediction(means, variances);
        }
    }

    /** Pairs of scores, for the ratio of their sums and its standard error over fields. */
    private static final class Ratio {
        private final List<double[]> pairs = new ArrayList<>();

        double value() {
            return sum(0) / sum(1);
        }

        double standardError() {
            double ratio = value();
            double squares = 0;
            for (double[] pair : pairs) {
                squares += Math.pow(pair[0] - ratio * pair[1], 2);
            }
            int n = pairs.size();
            return Math.sqrt(squares / n / (n - 1)) / (sum(1) / n);
        }

        private double sum(int side) {
            return pairs.stream().mapToDouble(pair -> pair[side]).sum();
        }
    }

    private Known known(SimulatedField field) {
        double[] x = IntStream.of(cells).mapToDouble(cell -> cell % 32).toArray();
        double[] y = IntStream.of(cells).mapToDouble(cell -> cell / 32).toArray();
        DMatrixRMaj all = DenseFactor.matrix(field.covariance(), Places.of(x, y));
        for (int i = 0; i < all.data.length; i++) {
            all.data[i] += VARIANCE_OF_MEAN;
        }
        DMatrixRMaj near = new DMatrixRMaj(GAUGES, GAUGES);
        for (int i = 0; i < GAUGES; i++) {
            for (int j = 0; j < GAUGES; j++) {
                near.set(i, j, all.get(i, j));
            }
        }
        DenseFactor factor = DenseFactor.of("gauges", near);
        double[][] weights = new double[CELLS][];
        double[] variances = new double[CELLS];
        for (int i = 0; i < CELLS; i++) {
            double[] weight = new double[GAUGES];
            for (int j = 0; j < GAUGES; j++) {
                weight[j] = all.get(GAUGES + i, j);
            }
            factor.whiten(weight);
            variances[i] = all.get(GAUGES + i, GAUGES + i);
            for (double each : weight) {
                variances[i] -= each * each;
            }
            factor.spread(weight);
            weights[i] = weight;
        }
        return new Known(field.stationary(), factor, weights, variances);
    }

    private List<SimulatedField> fields(boolean stationary) {
        List<SimulatedField> fields = new ArrayList<>();
        for (int k = 0; fields.size() < FIELDS; k++) {
            SimulatedField field = simulator.field(k, RandomKey.of(3));
            if (field.stationary() == stationary) {
                fields.add(field);
            }
        }
        return fields;
    }

    private double[] values(SimulatedField field, int from, int to) {
        return IntStream.range(from, to)
                .mapToDouble(i -> field.values().get(cells[i]))
                .toArray();
    }

    /** Returns the mean CRPS of the posterior under some of the draws, by systematic resampling of equally weighted parts. */
    private double score(SimulatedField field, List<Known> draws, Predicate<Known> counts) {
        double[] measured = values(field, 0, GAUGES);
        double[] logs = draws.stream()
                .mapToDouble(each -> counts.test(each) ? each.logLikelihood(measured) : Double.NEGATIVE_INFINITY)
                .toArray();
        double largest =
                IntStream.range(0, logs.length).mapToDouble(i -> logs[i]).max().orElseThrow();
        double total = 0;
        for (double each : logs) {
            total += Math.exp(each - largest);
        }
        List<Prediction> parts = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < logs.length; i++) {
            sum += Math.exp(logs[i] - largest) / total;
            Prediction part = (parts.size() + 0.5) / PARTS < sum ? draws.get(i).predict(measured) : null;
            while (part != null && (parts.size() + 0.5) / PARTS < sum && parts.size() < PARTS) {
                parts.add(part);
            }
        }
        double[] crps = new MixturePrediction(parts).crps(values(field, GAUGES, GAUGES + CELLS));
        return IntStream.range(0, CELLS).mapToDouble(i -> crps[i]).average().orElseThrow();
    }

    private Ratio ratio(List<Known> draws, boolean stationary) {
        Ratio ratio = new Ratio();
        fields(stationary).parallelStream()
                .map(field -> new double[] {score(field, draws, each -> true), score(field, draws, Known::stationary)})
                .forEachOrdered(ratio.pairs::add);
        return ratio;
    }

    /** Eleven seconds: {@code ./mvnw -pl generative-zoo test -Pacceptance -Dtest=NonStationaryBayesTest}. */
    @Test
    void knowingAboutFieldsThatChangeGainsLittle() {
        List<Known> draws = IntStream.range(0, DRAWS)
                .parallel()
                .mapToObj(k -> known(simulator.field(k, RandomKey.of(2))))
                .toList();
        Ratio changing = ratio(draws, false);
        assertThat(changing.value() + 2 * changing.standardError()).isLessThan(1);
        // docs/infer.md says 0.985 with a standard error of 0.003.
        assertThat(changing.value()).isBetween(0.978, 0.992);
        Ratio same = ratio(draws, true);
        // Fields that change, too, are a wrong guess here.
        assertThat(same.value()).isBetween(1 - 2 * same.standardError(), 1 + 4 * same.standardError());
    }
}
