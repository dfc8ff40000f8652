package org.pushforward.benchmark.infer;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pushforward.backend.Cancellation;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.posterior.GaugeDenoiser;
import org.pushforward.zoo.sampler.Heun;

/**
 * The posterior of a denoiser that was trained with gauges as its input. Each gauge stands for its cell ({@link GaugedCells}).
 *
 * @param name the name for tables
 * @param prior loads the model on first use
 * @param steps the number of steps of Heun's method
 */
record AmortizedPosterior(String name, Supplier<LearnedPrior> prior, int steps) implements FieldPosterior {

    @Override
    public Optional<String> obstacle(GaugedField field) {
        return prior.get().obstacle(field.grid());
    }

    @Override
    public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
        LearnedPrior learned = prior.get();
        HostArray drawn = learned.draw(
                new Heun(GuidedPosterior.levels(steps)).of(learned.model()),
                context(learned, field),
                field,
                draws,
                key,
                cancellation);
        return FieldForecast.of(drawn, List.of());
    }

    private static Rows context(LearnedPrior learned, GaugedField field) {
        Grid window = learned.window(field.grid());
        GaugedCells gauges = GaugedCells.of(field.gauges(), window);
        float[] observed = new float[window.cells()];
        float[] mask = new float[window.cells()];
        for (int k = 0; k < gauges.cells().length; k++) {
            observed[gauges.cells()[k]] = (float) field.scale().standard(gauges.values()[k]);
            mask[gauges.cells()[k]] = 1;
        }
        Shape shape = learned.model().event().prepend(1);
        return Rows.of(GaugeDenoiser.OBSERVED, HostArray.wrap(shape, observed))
                .with(GaugeDenoiser.MASK, HostArray.wrap(shape, mask));
    }
}
