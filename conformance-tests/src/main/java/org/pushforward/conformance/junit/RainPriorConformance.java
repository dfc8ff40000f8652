package org.pushforward.conformance.junit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.check.Expect;
import org.pushforward.data.Batch;
import org.pushforward.data.Context;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.data.TracedRows;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.RowFunction;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.zoo.field.prior.FieldPrior;
import org.pushforward.zoo.field.prior.FieldSimulator;
import org.pushforward.zoo.field.prior.RainPrior;
import org.pushforward.zoo.field.prior.SimulatedField;
import org.pushforward.zoo.posterior.CellGauges;
import org.pushforward.zoo.posterior.GaugeDenoiser;
import org.pushforward.zoo.sampler.Heun;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel;

/**
 * The learned prior of rain fields that comes with the library draws fields like those it was trained on, and denoises fields that it has
 * not seen. The author of a backend extends this and names the backend.
 */
public abstract class RainPriorConformance {
    private static final RandomKey KEY = RandomKey.of(20261128);
    private static final int SIDE = RainPrior.EVENT.dim(1);
    private static final int CELLS = SIDE * SIDE;
    private static final int DRAWN = 48;
    private static final int SIMULATED = 2000;
    private static final int DENOISED = 32;
    private static final int GAUGES = 40;
    private static final int SEEN = 200;
    /** Cells near each other and far apart. */
    private static final int[] SEEN_CELLS = {0, 1, 33, 100, 300, 305, 500, 900, 1023};

    private static final double SIGMA = 0.5;
    private static final double WITHOUT_GAUGES = 0.08;
    private static final double WITH_GAUGES = 0.076;
    private static final int[] LAGS = {1, 4, 16};
    private static final FieldSimulator SIMULATOR = new FieldSimulator(new FieldPrior(), SIDE, SIDE);

    /** For subclasses. */
    protected RainPriorConformance() {}

    /** Returns the name of the backend. */
    protected abstract String backend();

    /**
     * The mean of a field, the logarithm of its mean square, and the logarithms of its semivariances at three lags. Their means over
     * {@value #DRAWN} samples differ from those of simulated fields by less than four standard errors. Fourteen steps of Heun's method
     * are enough for that.
     */
    @Test
    final void samplesHaveTheMomentsAndVariogramsOfSimulatedFields() {
        HostArray samples;
        try (Backend engine = Backends.open(backend());
                Trained<DiffusionModel> model = RainPrior.load(engine);
                Trained<DiffusionModel> prior = model.posterior(GaugeDenoiser::prior);
                Trained<DiffusionModel> fast = prior.sampler(new Heun(TimeGrid.karras(0.01, 100, 7, 14)))) {
            samples = fast.sample(KEY.fold("samples"), DRAWN);
        }
        double[][] drawn = statistics(samples, DRAWN);
        double[][] simulated = statistics(SIMULATOR.sample(SIMULATED, KEY.fold("simulated")), SIMULATED);
        for (int i = 0; i < drawn.length; i++) {
            double error = Math.sqrt(variance(drawn[i]) / DRAWN + variance(simulated[i]) / SIMULATED);
            Expect.close("statistic " + i, mean(drawn[i]), mean(simulated[i]), 4 * error);
        }
    }

    /**
     * The mean square error of fields with noise of deviation 0.5, without gauges and with 40 of them, on {@value #DENOISED} held-out
     * fields. Another set of fields changes it by a tenth; the bounds are a fifth above what the model reached when it was trained.
     */
    @Test
    final void denoisesFieldsThatItHasNotSeen() {
        Shape batch = RainPrior.EVENT.prepend(DENOISED);
        HostArray clean =
                SIMULATOR.sample(DENOISED, KEY.fold("held out")).cast(DType.F32).reshape(batch);
        HostArray noise = KEY.fold("noise").normal(batch);
        float[] noisy = clean.toFloats();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += (float) (SIGMA * noise.get(i));
        }
        Rows rows = Rows.of(HostArray.wrap(batch, noisy));
        Rows gauges = gauges(clean);
        try (Backend engine = Backends.open(backend());
                Trained<DiffusionModel> model = RainPrior.load(engine)) {
            Denoiser prior = GaugeDenoiser.prior(model.model()).denoiser().given(Context.none());
            Expect.less("error without gauges", error(model, rows, each -> prior, clean), WITHOUT_GAUGES);
            ConditionalDenoiser denoiser = model.model().denoiser();
            Rows given = rows;
            for (String name : gauges.schema().names()) {
                given = given.with(name, gauges.get(name));
            }
            Expect.less(
                    "error with gauges",
                    error(model, given, each -> denoiser.given(each.context(denoiser.context())), clean),
                    WITH_GAUGES);
        }
    }

    /**
     * Fields that training simulates in its graph, whitened by their own covariances, have variance one: the sum over {@value #SEEN} fields of
     * nine cells is chi-square with a standard deviation of 60.
     */
    @Test
    final void fieldsOfTheGraphHaveTheCovariancesOfTheSimulator() {
        TracedRows traced = SIMULATOR.traced();
        RandomKey key = KEY.fold("graph");
        Schema schema = traced.ingredients().schema();
        Map<String, Tensor> columns = new LinkedHashMap<>();
        schema.names().forEach(name -> columns.put(name, Tensor.input(name, schema.rows(name, SEEN))));
        Graph graph = Graph.builder()
                .inputs(List.copyOf(columns.values()))
                .output("x", traced.rows().apply(new Batch(columns)).x())
                .build();
        HostArray fields;
        try (Backend engine = Backends.open(backend());
                Executable program = engine.compile(graph)) {
            fields = program.run(traced.ingredients().draw(key, SEEN).columns()).get("x");
        }
        double sum = 0;
        for (int k = 0; k < SEEN; k++) {
            SimulatedField known = SIMULATOR.field(k, key);
            double[] values = new double[SEEN_CELLS.length];
            double[][] covariances = new double[values.length][values.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = fields.get(k * CELLS + SEEN_CELLS[i]) - known.mean();
                for (int j = 0; j < values.length; j++) {
                    covariances[i][j] = known.covariance()
                            .between(
                                    SEEN_CELLS[i] % SIDE,
                                    SEEN_CELLS[i] / SIDE,
                                    SEEN_CELLS[j] % SIDE,
                                    SEEN_CELLS[j] / SIDE);
                }
            }
            sum += squareOfWhitened(values, covariances);
        }
        Expect.close("sum of squares", sum, SEEN * SEEN_CELLS.length, 300);
    }

    /** Returns v^T C^-1 v, and overwrites both. */
    private static double squareOfWhitened(double[] v, double[][] c) {
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            sum += v[i] * v[i] / c[i][i];
            for (int j = i + 1; j < v.length; j++) {
                double share = c[j][i] / c[i][i];
                v[j] -= share * v[i];
                for (int l = i + 1; l < v.length; l++) {
                    c[j][l] -= share * c[i][l];
                }
            }
        }
        return sum;
    }

    private static double error(
            Trained<DiffusionModel> model, Rows rows, Function<Batch, Denoiser> denoiser, HostArray clean) {
        Tensor sigma = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), (float) SIGMA));
        try (RowFunction denoised = RowFunction.of(
                model.backend(),
                model.model().variables(),
                model.values(),
                rows.schema(),
                (batch, noise) -> List.of(denoiser.apply(batch).denoise(batch.x(), sigma)),
                Ladder.of(DENOISED))) {
            double[] result = denoised.apply(rows).get(0).toDoubles();
            return mean(IntStream.range(0, result.length)
                    .mapToDouble(i -> (result[i] - clean.get(i)) * (result[i] - clean.get(i)))
                    .toArray());
        }
    }

    private static Rows gauges(HostArray fields) {
        Rows all = null;
        for (int k = 0; k < DENOISED; k++) {
            HostArray field = fields.rows(k, k + 1);
            int[] cells = Arrays.copyOf(KEY.fold("gauges").fold(k).permutation(CELLS), GAUGES);
            double[] values = Arrays.stream(cells).mapToDouble(field::get).toArray();
            Rows row = CellGauges.exact(cells, values).context(RainPrior.EVENT);
            all = k == 0 ? row : all.then(row);
        }
        return all;
    }

    private static double[][] statistics(HostArray fields, int count) {
        double[][] statistics = new double[2 + LAGS.length][count];
        double[] values = fields.toDoubles();
        for (int k = 0; k < count; k++) {
            double[] field = Arrays.copyOfRange(values, k * CELLS, (k + 1) * CELLS);
            statistics[0][k] = mean(field);
            statistics[1][k] =
                    Math.log(mean(Arrays.stream(field).map(v -> v * v).toArray()));
            for (int lag = 0; lag < LAGS.length; lag++) {
                statistics[2 + lag][k] = Math.log(semivariance(field, LAGS[lag]));
            }
        }
        return statistics;
    }

    private static double semivariance(double[] field, int lag) {
        return IntStream.range(0, CELLS)
                .filter(cell -> cell % SIDE + lag < SIDE)
                .mapToDouble(cell -> (field[cell + lag] - field[cell]) * (field[cell + lag] - field[cell]) / 2)
                .average()
                .orElseThrow();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }
}
