package org.pushforward.zoo.field.prior;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.data.Schema;
import org.pushforward.model.Blueprint;
import org.pushforward.train.Trained;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.posterior.GaugeDenoiser;
import org.pushforward.zoo.score.DiffusionModel;

/** Checks the files of the prior of rain fields. {@code RainPriorConformance} checks its samples on each engine. */
class RainPriorTest {

    @Test
    void modelIsConditionedOnGaugesAndAPrior() {
        try (Backend backend = Backends.open("reference");
                Trained<DiffusionModel> model = RainPrior.load(backend)) {
            assertThat(model.model().event()).isEqualTo(RainPrior.EVENT);
            assertThat(model.model().denoiser()).isInstanceOf(GaugeDenoiser.class);
            Blueprint blueprint = model.blueprint().orElseThrow();
            Diffusion family = (Diffusion) blueprint.family();
            assertThat(family.gauges().orElseThrow().absent()).isEqualTo(0.4);
            // Fields are in standard units; these are the moments of 4096 of them.
            assertThat(Math.abs(blueprint.data().mean())).isLessThan(0.05);
            assertThat(Math.abs(blueprint.data().standardDeviation() - 1)).isLessThan(0.05);
            try (Trained<DiffusionModel> prior = model.posterior(GaugeDenoiser::prior)) {
                assertThat(prior.model().denoiser().context()).isEqualTo(Schema.empty());
                assertThat(prior.values()).isEqualTo(model.values());
            }
        }
    }

    @Test
    void originSaysHowItWasTrained() {
        assertThat(RainPrior.origin())
                .containsPattern("Command: +\\./pushforward train examples/rain-prior.yaml\n")
                .containsPattern("Commit: +[0-9a-f]{40}\n")
                .containsPattern("Seed: +1\n")
                .containsPattern("Engine: +TensorFlow ");
        assertThat(RainPrior.settings()).contains("kind: simulated-fields").contains("seed: 1");
    }
}
