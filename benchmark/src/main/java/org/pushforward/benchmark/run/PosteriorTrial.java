package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.config.PosteriorSettings;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.PosteriorCase;
import org.pushforward.benchmark.report.PosteriorResult;
import org.pushforward.benchmark.report.PosteriorResult.Coverage;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.metrics.baseline.InverseDistanceInterpolation;
import org.pushforward.metrics.calibration.IntervalCoverage;
import org.pushforward.metrics.calibration.RootMeanSquareError;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.zoo.posterior.GaugeDenoiser;

/**
 * Evaluates a model conditioned on gauges. The model draws held-out fields of which a few cells are observed, and its
 * samples are compared with the unobserved cells.
 */
final class PosteriorTrial {
    private static final double[] LEVELS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    private static final int CASES = 4;
    private static final int SAMPLES_OF_A_CASE = 3;

    private final PosteriorSettings settings;
    private final InverseDistanceInterpolation interpolation;
    private final Shape event;
    private final int cells;
    private final int fields;
    private final HostArray truth;

    PosteriorTrial(EvaluationContext context) {
        Field grid = (Field) context.target().domain();
        this.settings = context.settings().trial();
        this.interpolation = InverseDistanceInterpolation.onGrid(grid.rows(), grid.columns());
        this.event = context.test().schema().get(Schema.X).shape();
        this.cells = grid.dimension();
        this.fields = Math.min(settings.fields(), context.samples());
        this.truth = EvaluationContext.vectors(context.test().x()).rows(0, fields);
    }

    /**
     * Returns whether a sampler is conditioned on the values of a field at gauges, like the sampler of
     * a {@link GaugeDenoiser}.
     */
    static boolean serves(Sampler<?> sampler) {
        return sampler.context().names().equals(Set.of(GaugeDenoiser.OBSERVED, GaugeDenoiser.MASK));
    }

    PosteriorResult run(Trained<Model> trained, RandomKey key, Cancellation cancellation) {
        boolean[] gauges = gauges(key.fold("gauges"));
        HostArray posterior = EvaluationContext.vectors(trained.sample(
                key.fold("posterior"), fields * settings.draws(), observed(trained, gauges), cancellation));
        HostArray baseline = interpolation.fill(truth, HostArray.of(truth.shape(), gauges));

        int[] hidden = IntStream.range(0, gauges.length).filter(i -> !gauges[i]).toArray();
        HostArray hiddenTruth = at(hidden, truth);
        HostArray hiddenDraws = drawsAt(hidden, posterior);
        double[] covered = IntervalCoverage.ofUnits(hiddenDraws, hiddenTruth, 1, LEVELS)[0];
        List<Coverage> calibration = IntStream.range(0, LEVELS.length)
                .mapToObj(i -> new Coverage(LEVELS[i], covered[i]))
                .toList();
        return new PosteriorResult(
                fields,
                hidden.length,
                settings.draws(),
                IntervalCoverage.covered(hiddenDraws, hiddenTruth, 0.9),
                calibration,
                RootMeanSquareError.ofMean(hiddenDraws, hiddenTruth),
                RootMeanSquareError.of(at(hidden, baseline), hiddenTruth),
                IntStream.range(0, Math.min(CASES, fields))
                        .mapToObj(field -> pictured(field, gauges, posterior, baseline))
                        .toList());
    }

    /** Chooses the observed cells of each field, with a separate key for each field. */
    private boolean[] gauges(RandomKey key) {
        boolean[] gauges = new boolean[fields * cells];
        for (int field = 0; field < fields; field++) {
            int[] order = key.fold(field).permutation(cells);
            for (int i = 0; i < settings.gaugesOf(cells); i++) {
                gauges[field * cells + order[i]] = true;
            }
        }
        return gauges;
    }

    /**
     * Returns the context of each draw, the field at its gauges and the mask, with all draws of a field one after
     * another.
     */
    private Rows observed(Trained<Model> trained, boolean[] gauges) {
        // A model trained with preprocessing was also given preprocessed observations.
        HostArray seen = trained.preprocessing().forward(truth);
        int count = fields * settings.draws();
        float[] observed = new float[count * cells];
        float[] mask = new float[count * cells];
        for (int i = 0; i < observed.length; i++) {
            int position = i / (settings.draws() * cells) * cells + i % cells;
            mask[i] = gauges[position] ? 1 : 0;
            observed[i] = gauges[position] ? (float) seen.get(position) : 0;
        }
        Shape shape = event.prepend(count);
        return Rows.of(GaugeDenoiser.OBSERVED, HostArray.wrap(shape, observed))
                .with(GaugeDenoiser.MASK, HostArray.wrap(shape, mask));
    }

    private static HostArray at(int[] positions, HostArray values) {
        double[] chosen = new double[positions.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = values.get(positions[i]);
        }
        return HostArray.wrap(Shape.of(chosen.length), chosen);
    }

    /** Returns the draws of some cells, which are numbered over all fields, as [draws, positions]. */
    private HostArray drawsAt(int[] positions, HostArray posterior) {
        double[] chosen = new double[settings.draws() * positions.length];
        for (int draw = 0; draw < settings.draws(); draw++) {
            for (int i = 0; i < positions.length; i++) {
                int field = positions[i] / cells;
                int row = field * settings.draws() + draw;
                chosen[draw * positions.length + i] = posterior.get(row * cells + positions[i] % cells);
            }
        }
        return HostArray.wrap(Shape.of(settings.draws(), positions.length), chosen);
    }

    private PosteriorCase pictured(int field, boolean[] gauges, HostArray posterior, HostArray baseline) {
        int first = field * settings.draws();
        HostArray draws = posterior.rows(first, first + settings.draws());
        double[] mask = new double[cells];
        double[] mean = new double[cells];
        double[] deviation = new double[cells];
        for (int cell = 0; cell < cells; cell++) {
            mask[cell] = gauges[field * cells + cell] ? 1 : 0;
            double sum = 0;
            double squares = 0;
            for (int draw = 0; draw < settings.draws(); draw++) {
                sum += draws.get(draw * cells + cell);
            }
            mean[cell] = sum / settings.draws();
            for (int draw = 0; draw < settings.draws(); draw++) {
                double difference = draws.get(draw * cells + cell) - mean[cell];
                squares += difference * difference;
            }
            deviation[cell] = Math.sqrt(squares / (settings.draws() - 1));
        }
        List<HostArray> samples = new ArrayList<>();
        for (int draw = 0; draw < Math.min(SAMPLES_OF_A_CASE, settings.draws()); draw++) {
            samples.add(field(draw, draws));
        }
        Shape shape = Shape.of(cells);
        return new PosteriorCase(
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
