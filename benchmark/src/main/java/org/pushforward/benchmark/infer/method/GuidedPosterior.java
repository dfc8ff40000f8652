package org.pushforward.benchmark.infer.method;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.posterior.Dps;
import org.pushforward.zoo.posterior.Guidance;
import org.pushforward.zoo.posterior.Mmps;
import org.pushforward.zoo.posterior.Observation;
import org.pushforward.zoo.posterior.Sda;
import org.pushforward.zoo.sampler.ChurnedHeun;
import org.pushforward.zoo.score.DiffusionModel;

/**
 * The posterior of a learned prior that is guided by the likelihood of the gauges ({@link GaugeLikelihood}).
 *
 * @param name the name for tables
 * @param prior loads the model on first use
 * @param settings the method
 */
record GuidedPosterior(String name, Supplier<LearnedPrior> prior, MethodSettings.Guided settings)
        implements LearnedPosterior {
    @Override
    public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
        LearnedPrior learned = prior.get();
        GaugeLikelihood gauges = GaugeLikelihood.of(field, learned.window(field.grid()));
        DiffusionModel posterior = guidance(gauges.observation()).condition(learned.ungauged(field.grid()));
        HostArray drawn =
                learned.draw(sampling(learned).of(posterior), gauges.measured(), field, draws, key, cancellation);
        List<String> notes = new ArrayList<>(learned.notes(field.grid()));
        notes.addAll(gauges.notes());
        return FieldForecast.of(drawn, notes);
    }

    private ChurnedHeun sampling(LearnedPrior learned) {
        return settings instanceof MethodSettings.MomentMatching matching
                ? learned.sampling(matching.steps(), matching.noiseScale())
                : learned.sampling(settings.steps());
    }

    private Guidance guidance(Observation observation) {
        if (settings instanceof MethodSettings.MomentMatching matching) {
            return Mmps.of(observation, matching.iterations());
        }
        if (settings instanceof MethodSettings.DataAssimilation assimilation) {
            return Sda.bounded(observation, assimilation.gamma());
        }
        return Dps.bounded(observation);
    }
}
