package org.pushforward.benchmark.config;

import java.util.Optional;
import org.pushforward.settings.SettingException;

/**
 * How one group of parameters, such as the parameters of a critic, is optimized differently from the other groups.
 *
 * @param learningRate the learning rate, or the peak of a schedule
 * @param schedule how the learning rate changes
 * @param warmUp the number of iterations over which the learning rate rises from 0
 * @param beta1 the decay of Adam's first moment, in [0, 1)
 * @param beta2 the decay of Adam's second moment, in [0, 1)
 * @param weightDecay the decoupled weight decay; 0 for none
 * @param clip the threshold that the norm of the gradient is clipped to
 */
public record GroupSettings(
        Optional<Double> learningRate,
        Optional<TrainingSettings.Decay> schedule,
        Optional<Integer> warmUp,
        Optional<Double> beta1,
        Optional<Double> beta2,
        Optional<Double> weightDecay,
        Optional<Double> clip) {
    /** Creates settings without differences. */
    public GroupSettings() {
        this(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Refuses values out of range. */
    public GroupSettings {
        learningRate.ifPresent(GroupSettings::checkRate);
        warmUp.ifPresent(iterations -> SettingException.atLeast(0, "warmUp", iterations));
        beta1.ifPresent(beta -> checkDecay("beta1", beta));
        beta2.ifPresent(beta -> checkDecay("beta2", beta));
        weightDecay.ifPresent(GroupSettings::checkWeightDecay);
        clip.ifPresent(GroupSettings::checkClip);
    }

    /** Returns settings that differ only in the learning rate. */
    public static GroupSettings withRate(double learningRate) {
        return new GroupSettings(
                Optional.of(learningRate),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static void checkRate(double rate) {
        SettingException.unless(rate > 0, "learningRate", rate, "a positive number");
    }

    static void checkDecay(String component, double decay) {
        SettingException.unless(decay >= 0 && decay < 1, component, decay, "a number in [0, 1)");
    }

    static void checkWeightDecay(double decay) {
        SettingException.unless(decay >= 0, "weightDecay", decay, "0 or a positive number");
    }

    static void checkClip(double norm) {
        SettingException.unless(norm > 0, "clip", norm, "a positive number");
    }
}
