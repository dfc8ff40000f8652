package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.config.PosteriorSettings;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.FieldScores;
import org.pushforward.benchmark.report.PosteriorCase;
import org.pushforward.benchmark.report.PosteriorResult;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.metrics.calibration.IntervalCoverage;
import org.pushforward.metrics.calibration.RankedProbability;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.zoo.posterior.GaugeDenoiser;

/**
 * Evaluates a model conditioned on gauges. The model gets a few observed cells of held-out fields, and its samples are compared
 * with the unobserved cells.
 */
final class PosteriorTrial {
    private static final double[] LEVELS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    private static final int CASES = 4;
    private static final int SAMPLES_OF_A_CASE = 3;
    /** The number of training fields that baselines are fitted to if training data are not recorded but drawn anew. */
    private static final int FITTED = 5000;

    private final PosteriorSettings settings;
    private final GaugedFields fields;
    private final InfillingBaselines baselines;
    private final Shape event;
    private final int cells;
    private final HostArray truth;

    PosteriorTrial(EvaluationContext context) {
        Field grid = (Field) context.target().domain();
        Rows apart = context.target()
                .apart(context.settings().trial().fields(), context.key().fold("apart"));
        this.settings = context.settings().trial();
        this.event = apart.schema().get(Schema.X).shape();
        this.cells = grid.dimension();
        this.truth = EvaluationContext.vectors(apart.x());
        this.fields = GaugedFields.of(truth, settings, context.key().fold("gauges"));
        this.baselines = new InfillingBaselines(fields, grid, training(context), LEVELS);
    }

    private static HostArray training(EvaluationContext context) {
        Rows rows = context.target().training() instanceof Dataset recorded
                ? recorded.rows()
                : context.target().training().draw(context.key().fold("baselines"), FITTED);
        return EvaluationContext.vectors(rows.x());
    }

    /**
     * Returns whether a sampler is conditioned on the values of a field at gauges, like the sampler of
     * a {@link GaugeDenoiser}.
     */
    static boolean serves(Sampler<?> sampler) {
        return sampler.context()
                .names()
                .equals(Set.of(GaugeDenoiser.OBSERVED, GaugeDenoiser.MASK, GaugeDenoiser.NOISE));
    }

    PosteriorResult run(Trained<Model> trained, RandomKey key, Cancellation cancellation) {
        HostArray posterior = EvaluationContext.vectors(
                trained.sample(key, fields.fields() * settings.draws(), observed(trained), cancellation));
        return new PosteriorResult(
                fields.fields() * fields.hidden(0).length,
                settings.draws(),
                LEVELS,
                scores(posterior),
                baselines.scores(),
                IntStream.range(0, Math.min(CASES, fields.fields()))
                        .mapToObj(field -> pictured(field, posterior))
                        .toList());
    }

    private FieldScores scores(HostArray posterior) {
        int count = fields.fields();
        double[] ranked = new double[count];
        double[] squares = new double[count];
        double[][] covered = new double[count][];
        for (int field = 0; field < count; field++) {
            int[] hidden = fields.hidden(field);
            double[] draws = new double[settings.draws() * hidden.length];
            double[] hiddenTruth = new double[hidden.length];
            for (int i = 0; i < hidden.length; i++) {
                double[] ofCell = drawsAt(field, hidden[i] % cells, posterior);
                for (int draw = 0; draw < ofCell.length; draw++) {
                    draws[draw * hidden.length + i] = ofCell[draw];
                }
                hiddenTruth[i] = truth.get(hidden[i]);
                double error = Estimate.of(ofCell).mean() - hiddenTruth[i];
                ranked[field] += RankedProbability.fair(ofCell, hiddenTruth[i]) / hidden.length;
                squares[field] += error * error / hidden.length;
            }
            covered[field] = IntervalCoverage.ofUnits(
                    HostArray.wrap(Shape.of(settings.draws(), hidden.length), draws),
                    HostArray.wrap(Shape.of(hidden.length), hiddenTruth),
                    1,
                    LEVELS)[0];
        }
        return new FieldScores("model", ranked, squares, covered);
    }

    private double[] drawsAt(int field, int cell, HostArray posterior) {
        double[] draws = new double[settings.draws()];
        for (int draw = 0; draw < draws.length; draw++) {
            draws[draw] = posterior.get((field * settings.draws() + draw) * cells + cell);
        }
        return draws;
    }

    /** Returns the context of each draw: the values at the gauges, and the mask. Draws of one field are adjacent. */
    private Rows observed(Trained<Model> trained) {
        // The model was trained on preprocessed data, so observations are preprocessed, too.
        HostArray seen = trained.preprocessing().forward(truth);
        boolean[] gauges = fields.gauges();
        int count = fields.fields() * settings.draws();
        float[] observed = new float[count * cells];
        float[] mask = new float[count * cells];
        for (int i = 0; i < observed.length; i++) {
            int position = i / (settings.draws() * cells) * cells + i % cells;
            mask[i] = gauges[position] ? 1 : 0;
            observed[i] = gauges[position] ? (float) seen.get(position) : 0;
        }
        Shape shape = event.prepend(count);
        return Rows.of(GaugeDenoiser.OBSERVED, HostArray.wrap(shape, observed))
                .with(GaugeDenoiser.MASK, HostArray.wrap(shape, mask))
                .with(GaugeDenoiser.NOISE, HostArray.wrap(shape, new float[mask.length]));
    }

    private PosteriorCase pictured(int field, HostArray posterior) {
        double[] mask = new double[cells];
        double[] mean = new double[cells];
        double[] deviation = new double[cells];
        boolean[] gauges = fields.mask(field);
        for (int cell = 0; cell < cells; cell++) {
            Estimate ofCell = Estimate.of(drawsAt(field, cell, posterior));
            mask[cell] = gauges[cell] ? 1 : 0;
            mean[cell] = ofCell.mean();
            deviation[cell] = ofCell.standardDeviation();
        }
        List<HostArray> samples = new ArrayList<>();
        for (int draw = 0; draw < Math.min(SAMPLES_OF_A_CASE, settings.draws()); draw++) {
            samples.add(field(field * settings.draws() + draw, posterior));
        }
        Shape shape = Shape.of(cells);
        return new PosteriorCase(
                field(field, truth),
                HostArray.wrap(shape, mask).cast(DType.BOOL),
                field(field, truth),
                HostArray.wrap(shape, mean),
                HostArray.wrap(shape, deviation),
                samples,
                HostArray.wrap(shape, baselines.conditionalMean(field)));
    }

    private HostArray field(int row, HostArray values) {
        return values.rows(row, row + 1).reshape(Shape.of(cells));
    }
}
