package org.pushforward.benchmark.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.data.Rows;
import org.pushforward.linalg.covariance.Diagonal;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.observation.CellObservation;
import org.pushforward.zoo.posterior.Dps;
import org.pushforward.zoo.posterior.Guidance;
import org.pushforward.zoo.posterior.Mmps;
import org.pushforward.zoo.posterior.Observation;
import org.pushforward.zoo.posterior.PosteriorDenoiser;
import org.pushforward.zoo.posterior.Sda;
import org.pushforward.zoo.score.DiffusionModel;

/**
 * The posterior of a learned prior that is guided by the likelihood of the gauges. A gauge between the centers of cells observes their
 * bilinear interpolation. A guided prior needs noise, so gauges get a noise of {@value #LEAST} standard deviations of the field at least.
 *
 * @param name the name for tables
 * @param prior loads the model on first use
 * @param settings the method
 */
record GuidedPosterior(String name, Supplier<LearnedPrior> prior, MethodSettings.Guided settings)
        implements FieldPosterior {
    /** The least noise of a gauge, in standard units. */
    static final double LEAST = 0.02;

    @Override
    public Optional<String> obstacle(GaugedField field) {
        return prior.get().obstacle(field.grid());
    }

    @Override
    public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
        LearnedPrior learned = prior.get();
        Measurements gauges = field.gauges();
        Grid window = learned.window(field.grid());
        double deviation = field.scale().deviation();
        double[] variances = new double[gauges.count()];
        float[] observed = new float[gauges.count()];
        boolean raised = false;
        for (int k = 0; k < variances.length; k++) {
            double own = gauges.noise(k) / (deviation * deviation);
            variances[k] = Math.max(own, LEAST * LEAST);
            raised |= own < variances[k];
            observed[k] = (float) field.scale().standard(gauges.value(k));
        }
        Observation observation = new Observation(
                CellObservation.gauges(window, inside(window, gauges.places())),
                Diagonal.of(HostArray.wrap(Shape.of(variances.length), variances)));
        DiffusionModel posterior = guidance(observation).condition(learned.ungauged(field.grid()));
        HostArray drawn = learned.draw(
                learned.sampling(settings.steps()).of(posterior),
                Rows.of(PosteriorDenoiser.OBSERVED, HostArray.wrap(Shape.of(1, observed.length), observed)),
                field,
                draws,
                key,
                cancellation);
        List<String> notes = new ArrayList<>(learned.notes(field.grid()));
        if (raised) {
            notes.add("gauges have a noise of " + LEAST
                    + " standard deviations of the field at least, which guidance needs");
        }
        return FieldForecast.of(drawn, notes);
    }

    private Guidance guidance(Observation observation) {
        if (settings instanceof MethodSettings.MomentMatching matching) {
            return Mmps.of(observation, matching.iterations());
        }
        if (settings instanceof MethodSettings.DataAssimilation assimilation) {
            return Sda.of(observation, assimilation.gamma());
        }
        return Dps.of(observation);
    }

    /** Returns places that rounding does not move out of the outermost cells. */
    private static Places inside(Grid grid, Places places) {
        double[] x = new double[places.count()];
        double[] y = new double[places.count()];
        for (int k = 0; k < x.length; k++) {
            x[k] = grid.x0()
                    + grid.dx() * Math.max(0, Math.min((places.x(k) - grid.x0()) / grid.dx(), grid.columns() - 1));
            y[k] = grid.y0()
                    + grid.dy() * Math.max(0, Math.min((places.y(k) - grid.y0()) / grid.dy(), grid.rows() - 1));
        }
        return Places.of(x, y);
    }
}
