package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.model.GaugeTrial;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.InfillingCase;
import org.pushforward.benchmark.report.InfillingResult;
import org.pushforward.benchmark.report.InfillingResult.Coverage;
import org.pushforward.metrics.IntervalCoverage;
import org.pushforward.metrics.InverseDistanceInterpolation;
import org.pushforward.metrics.RootMeanSquareError;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Cancellation;
import org.pushforward.zoo.GenerativeModel;
import org.pushforward.zoo.SamplingLoop;
import org.pushforward.zoo.posterior.GaugeInfilling;

/**
 * Lets a conditional model fill in held-out fields of which a few cells are observed, and holds its samples against the
 * cells that were not.
 */
final class InfillingTrial {
    private static final int BATCH = 2048;
    private static final double[] LEVELS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    private static final int CASES = 4;
    private static final int SAMPLES_OF_A_CASE = 3;

    private final GenerativeModel model;
    private final GaugeTrial trial;
    private final InverseDistanceInterpolation interpolation;
    private final int cells;
    private final int fields;
    private final HostArray truth;

    InfillingTrial(EvaluationContext arena, GenerativeModel model, GaugeTrial trial) {
        Field grid = (Field) arena.target().domain();
        this.model = model;
        this.trial = trial;
        this.interpolation = InverseDistanceInterpolation.onGrid(grid.rows(), grid.columns());
        this.cells = grid.dimension();
        this.fields = Math.min(trial.fields(), arena.samples());
        this.truth = arena.test().rows(0, fields);
    }

    InfillingResult run(Backend backend, ParameterValues parameters, RandomKey key, Cancellation cancellation) {
        boolean[] gauges = gauges(key.fold("gauges"));
        HostArray posterior = posterior(backend, parameters, gauges, key.fold("posterior"), cancellation);
        HostArray baseline = interpolation.fill(truth, HostArray.of(truth.shape(), gauges));

        int[] hidden = IntStream.range(0, gauges.length).filter(i -> !gauges[i]).toArray();
        HostArray hiddenTruth = at(hidden, truth);
        HostArray hiddenDraws = drawsAt(hidden, posterior);
        List<Coverage> calibration = IntervalCoverage.curve(hiddenDraws, hiddenTruth, LEVELS).stream()
                .map(point -> new Coverage(point.level(), point.covered()))
                .toList();
        return new InfillingResult(
                fields,
                hidden.length,
                trial.draws(),
                IntervalCoverage.covered(hiddenDraws, hiddenTruth, 0.9),
                calibration,
                RootMeanSquareError.ofMean(hiddenDraws, hiddenTruth),
                RootMeanSquareError.of(at(hidden, baseline), hiddenTruth),
                IntStream.range(0, Math.min(CASES, fields))
                        .mapToObj(field -> pictured(field, gauges, posterior, baseline))
                        .toList());
    }

    /** Chooses the observed cells of each field, each field by a key of its own. */
    private boolean[] gauges(RandomKey key) {
        boolean[] gauges = new boolean[fields * cells];
        for (int field = 0; field < fields; field++) {
            int[] order = key.fold(field).permutation(cells);
            for (int i = 0; i < trial.gaugesOf(cells); i++) {
                gauges[field * cells + order[i]] = true;
            }
        }
        return gauges;
    }

    /** Draws from the posterior: [fields * draws, cells], all draws of a field one after another. */
    private HostArray posterior(
            Backend backend, ParameterValues parameters, boolean[] gauges, RandomKey key, Cancellation cancellation) {
        int count = fields * trial.draws();
        float[] observed = new float[count * cells];
        float[] mask = new float[count * cells];
        for (int i = 0; i < observed.length; i++) {
            int position = i / (trial.draws() * cells) * cells + i % cells;
            mask[i] = gauges[position] ? 1 : 0;
            observed[i] = gauges[position] ? (float) truth.get(position) : 0;
        }
        Shape shape = Shape.of(count, cells);
        Map<String, HostArray> context = Map.of(
                GaugeInfilling.OBSERVED,
                HostArray.wrap(shape, observed),
                GaugeInfilling.MASK,
                HostArray.wrap(shape, mask));
        try (SamplingLoop loop = SamplingLoop.compile(
                backend, model.sampler(), model.parameters(), parameters, Math.min(count, BATCH), cancellation)) {
            return loop.draw(key, count, context);
        }
    }

    private static HostArray at(int[] positions, HostArray values) {
        double[] chosen = new double[positions.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = values.get(positions[i]);
        }
        return HostArray.wrap(Shape.of(chosen.length), chosen);
    }

    /** The draws of some cells, counted over all fields: [draws, positions]. */
    private HostArray drawsAt(int[] positions, HostArray posterior) {
        double[] chosen = new double[trial.draws() * positions.length];
        for (int draw = 0; draw < trial.draws(); draw++) {
            for (int i = 0; i < positions.length; i++) {
                int field = positions[i] / cells;
                int row = field * trial.draws() + draw;
                chosen[draw * positions.length + i] = posterior.get(row * cells + positions[i] % cells);
            }
        }
        return HostArray.wrap(Shape.of(trial.draws(), positions.length), chosen);
    }

    private InfillingCase pictured(int field, boolean[] gauges, HostArray posterior, HostArray baseline) {
        int first = field * trial.draws();
        HostArray draws = posterior.rows(first, first + trial.draws());
        double[] mask = new double[cells];
        double[] mean = new double[cells];
        double[] deviation = new double[cells];
        for (int cell = 0; cell < cells; cell++) {
            mask[cell] = gauges[field * cells + cell] ? 1 : 0;
            double sum = 0;
            double squares = 0;
            for (int draw = 0; draw < trial.draws(); draw++) {
                sum += draws.get(draw * cells + cell);
            }
            mean[cell] = sum / trial.draws();
            for (int draw = 0; draw < trial.draws(); draw++) {
                double difference = draws.get(draw * cells + cell) - mean[cell];
                squares += difference * difference;
            }
            deviation[cell] = Math.sqrt(squares / (trial.draws() - 1));
        }
        List<HostArray> samples = new ArrayList<>();
        for (int draw = 0; draw < Math.min(SAMPLES_OF_A_CASE, trial.draws()); draw++) {
            samples.add(field(draw, draws));
        }
        Shape shape = Shape.of(cells);
        return new InfillingCase(
                field(field, truth),
                HostArray.wrap(shape, mask).cast(DType.BOOL),
                field(field, truth),
                HostArray.wrap(shape, mean),
                HostArray.wrap(shape, deviation),
                samples,
                field(field, baseline));
    }

    private HostArray field(int row, HostArray values) {
        return values.rows(row, row + 1).reshape(Shape.of(cells));
    }
}
