package org.pushforward.benchmark.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.settings.Kind;
import org.pushforward.benchmark.settings.SettingException;
import org.pushforward.zoo.posterior.GaugeInfilling;
import org.pushforward.zoo.score.NoiseLevels;
import org.pushforward.zoo.score.Preconditioning;

/**
 * The conditional denoiser {@link GaugeInfilling}, for fields on a grid.
 *
 * @param hidden the width of each hidden layer
 * @param fewest the lowest share of observed cells in training, from 0
 * @param most the highest share of observed cells in training, to 1
 * @param heunSteps the number of steps of Heun's sampler, 2 or more
 * @param noise the noise levels of the sampler
 * @param trial how it is tried on held-out fields
 */
@Kind("infilling")
public record InfillingSettings(
        List<Integer> hidden, double fewest, double most, int heunSteps, NoiseLevels noise, GaugeTrial trial)
        implements ModelSettings {
    /** About how much of the deviation of a smooth field inverse-distance interpolation misses. */
    private static final double MISSED = 0.4;

    /** Copies the list and refuses values out of range. */
    public InfillingSettings {
        hidden = List.copyOf(hidden);
        HiddenWidths.check(hidden);
        SettingException.unless(most > 0 && most <= 1, "most", most, "a share above 0 and up to 1");
        SettingException.unless(fewest >= 0 && fewest <= most, "fewest", fewest, "a share from 0 to 'most', " + most);
        SettingException.atLeast(2, "heunSteps", heunSteps);
    }

    /** Returns three layers of width 128, up to 30 % of the cells observed, 18 steps, and levels and trial as usual. */
    public static InfillingSettings defaults() {
        return new InfillingSettings(
                List.of(128, 128, 128), 0, 0.3, 18, DiffusionSettings.LEVELS, GaugeTrial.defaults());
    }

    @Override
    public String title() {
        return "Gauge infilling";
    }

    @Override
    public Contender build(Target target) {
        if (!(target.domain() instanceof Field field)) {
            throw new IllegalArgumentException("infilling cannot learn " + target.title()
                    + ": it needs fields on a grid, such as those of 'kind: precipitation'");
        }
        GaugeInfilling model = new GaugeInfilling(
                field.rows(),
                field.columns(),
                fewest,
                most,
                new Preconditioning(MISSED * target.standardDeviation()),
                noise,
                heunSteps,
                HiddenWidths.array(hidden));
        return new Contender(model, Map.of(), Optional.empty(), Optional.of(trial));
    }
}
