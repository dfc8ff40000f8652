package org.pushforward.benchmark.model;

import java.util.List;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.settings.Kind;
import org.pushforward.benchmark.settings.SettingException;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.NoiseLevels;
import org.pushforward.zoo.score.Preconditioning;

/**
 * The denoiser {@link DiffusionModel}, sampled in two ways.
 *
 * @param hidden the width of each hidden layer
 * @param heunSteps the number of steps of Heun's sampler, each of which asks the denoiser twice; 2 or more
 * @param ancestralSteps the number of steps of the ancestral sampler, 2 or more
 * @param noise the noise levels of both
 */
@Kind("diffusion")
public record DiffusionSettings(List<Integer> hidden, int heunSteps, int ancestralSteps, NoiseLevels noise)
        implements ModelSettings {
    /** Noise levels for data of deviation one: the highest is well above it, and all are met in training. */
    static final NoiseLevels LEVELS = new NoiseLevels(0.005, 20, 7);

    /** Copies the list and refuses values out of range. */
    public DiffusionSettings {
        hidden = List.copyOf(hidden);
        HiddenWidths.check(hidden);
        SettingException.atLeast(2, "heunSteps", heunSteps);
        SettingException.atLeast(2, "ancestralSteps", ancestralSteps);
    }

    /** Returns three layers of width 128, 18 steps of Heun's sampler, 64 of the ancestral one, and levels from 20 to 0.005. */
    public static DiffusionSettings defaults() {
        return new DiffusionSettings(List.of(128, 128, 128), 18, 64, LEVELS);
    }

    @Override
    public String title() {
        return "Diffusion";
    }

    @Override
    public Contender build(Target target) {
        DiffusionModel model = new DiffusionModel(
                target.domain().dimension(),
                new Preconditioning(target.standardDeviation()),
                noise,
                heunSteps,
                HiddenWidths.array(hidden));
        return Contender.sampled("heun", model).withSampler("ancestral", model.ancestralSampler(ancestralSteps));
    }
}
