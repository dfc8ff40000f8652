package org.pushforward.benchmark.infer.method;

import java.util.function.Supplier;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.GaugedCells;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.posterior.CellGauges;

/**
 * The posterior of a denoiser that was trained with gauges as its input. Each gauge stands for its cell ({@link GaugedCells}).
 *
 * @param name the name for tables
 * @param prior loads the model on first use
 * @param settings the sampler
 */
record AmortizedPosterior(String name, Supplier<LearnedPrior> prior, MethodSettings.Amortized settings)
        implements LearnedPosterior {
    @Override
    public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
        LearnedPrior learned = prior.get();
        HostArray drawn = learned.draw(
                learned.sampling(settings.steps(), settings.noiseScale()).of(learned.model(field.grid())),
                context(learned, field),
                field,
                draws,
                key,
                cancellation);
        return FieldForecast.of(drawn, learned.notes(field.grid()));
    }

    private static Rows context(LearnedPrior learned, GaugedField field) {
        Grid window = learned.window(field.grid());
        GaugedCells gauges = GaugedCells.of(field.gauges(), window);
        double[] observed = new double[gauges.cells().length];
        double[] noise = new double[observed.length];
        for (int k = 0; k < observed.length; k++) {
            observed[k] = field.scale().standard(gauges.values()[k]);
            noise[k] = Math.sqrt(gauges.noise()[k]) / field.scale().deviation();
        }
        return new CellGauges(gauges.cells(), observed, noise)
                .context(learned.model(field.grid()).event());
    }
}
