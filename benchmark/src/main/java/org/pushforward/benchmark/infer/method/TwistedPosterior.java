package org.pushforward.benchmark.infer.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.posterior.TwistedDiffusion;
import org.pushforward.zoo.score.DiffusionModel;

/**
 * The posterior of a learned prior by twisted sequential Monte Carlo. Independent clouds of particles share the draws evenly. A note gives
 * their effective sizes.
 *
 * @param name the name for tables
 * @param prior loads the model on first use
 * @param settings the clouds
 */
record TwistedPosterior(String name, Supplier<LearnedPrior> prior, MethodSettings.Twisted settings)
        implements LearnedPosterior {
    @Override
    public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
        int clouds = settings.clouds();
        int particles = settings.particles();
        if (draws > (long) clouds * particles) {
            throw new IllegalArgumentException(
                    draws + " draws from " + clouds + " clouds of " + particles
                            + " particles: expected at most one of each particle; set more 'clouds' or 'particles' of 'twisted'");
        }
        LearnedPrior learned = prior.get();
        GaugeLikelihood gauges = GaugeLikelihood.of(field, learned.window(field.grid()));
        DiffusionModel model = learned.ungauged(field.grid());
        TwistedDiffusion method =
                TwistedDiffusion.of(learned.levels(settings.steps()), gauges.observation(), particles);
        HostArray all = learned.inData(sample(method.of(model), learned, gauges, field, key, cancellation), field);
        HostArray sizes = sample(
                method.effectiveSizes(model.denoiser(), model.event(), model.moments()),
                learned,
                gauges,
                field,
                key,
                cancellation);
        List<String> notes = new ArrayList<>(learned.notes(field.grid()));
        notes.addAll(gauges.notes());
        notes.add(note(sizes.toDoubles()));
        return FieldForecast.of(all.take(chosen(draws)), notes);
    }

    private HostArray sample(
            Sampler<?> sampler,
            LearnedPrior learned,
            GaugeLikelihood gauges,
            GaugedField field,
            RandomKey key,
            Cancellation cancellation) {
        return learned.sample(
                sampler, gauges.measured(), field.grid(), settings.clouds(), settings.particles(), key, cancellation);
    }

    /** Returns particles that are spread evenly over each cloud, where copies of one particle are neighbors. */
    private int[] chosen(int draws) {
        int clouds = settings.clouds();
        int each = (draws + clouds - 1) / clouds;
        int[] chosen = new int[draws];
        Arrays.setAll(
                chosen,
                k -> k % clouds * settings.particles() + (int) ((long) (k / clouds) * settings.particles() / each));
        return chosen;
    }

    private String note(double... sizes) {
        return String.format(
                Locale.ROOT,
                "of the %d particles of a cloud, %.1f are effective on average over the levels, and %.1f at the worst one;"
                        + " the draws come from %d independent clouds, and those of one cloud may be copies of each other",
                settings.particles(),
                Arrays.stream(sizes).average().orElseThrow(),
                Arrays.stream(sizes).min().orElseThrow(),
                settings.clouds());
    }
}
