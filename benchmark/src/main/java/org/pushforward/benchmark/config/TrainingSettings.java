package org.pushforward.benchmark.config;

import java.time.Duration;
import java.util.Optional;
import org.pushforward.benchmark.settings.SettingException;
import org.pushforward.optim.Adam;
import org.pushforward.optim.ClippedByNorm;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.LearningRate;
import org.pushforward.optim.Optimizer;

/**
 * How a model is trained: by Adam, every group of its parameters alike.
 *
 * @param iterations the number of iterations
 * @param batch the number of samples in a batch
 * @param learningRate the learning rate, or the highest one of a schedule
 * @param schedule how the learning rate changes
 * @param warmUp the number of iterations over which the learning rate rises from 0
 * @param beta1 the decay of Adam's first moment, in [0, 1)
 * @param beta2 the decay of Adam's second moment, in [0, 1)
 * @param weightDecay the weight decay, apart from the gradient; 0 for none
 * @param clip the length to which a gradient is shortened, if it is
 * @param averaging the decay of the moving average of the parameters, if there is one, in [0, 1)
 * @param deadline the time after which no iteration begins, if there is one
 */
public record TrainingSettings(
        int iterations,
        int batch,
        double learningRate,
        Decay schedule,
        int warmUp,
        double beta1,
        double beta2,
        double weightDecay,
        Optional<Double> clip,
        Optional<Double> averaging,
        Optional<Duration> deadline) {

    /** How a learning rate changes over training. */
    public enum Decay {
        /** Not at all. */
        CONSTANT,
        /** Down to 0 along half a cosine. */
        COSINE
    }

    /** Refuses values out of range. */
    public TrainingSettings {
        SettingException.atLeast(1, "iterations", iterations);
        SettingException.atLeast(1, "batch", batch);
        SettingException.unless(learningRate > 0, "learningRate", learningRate, "a positive number");
        SettingException.atLeast(0, "warmUp", warmUp);
        SettingException.unless(beta1 >= 0 && beta1 < 1, "beta1", beta1, "a number in [0, 1)");
        SettingException.unless(beta2 >= 0 && beta2 < 1, "beta2", beta2, "a number in [0, 1)");
        SettingException.unless(weightDecay >= 0, "weightDecay", weightDecay, "0 or a positive number");
        clip.ifPresent(norm -> SettingException.unless(norm > 0, "clip", norm, "a positive number"));
        averaging.ifPresent(
                decay -> SettingException.unless(decay >= 0 && decay < 1, "averaging", decay, "a number in [0, 1)"));
        deadline.ifPresent(time ->
                SettingException.unless(!time.isNegative() && !time.isZero(), "deadline", time, "a positive duration"));
    }

    /** Returns 2000 iterations of batches of 256 with Adam at 0.001, falling along a cosine. */
    public static TrainingSettings defaults() {
        return new TrainingSettings(
                2000, 256, 1e-3, Decay.COSINE, 0, 0.9, 0.999, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns settings to change, which begin as {@link #defaults()}. */
    public static Builder builder() {
        return new Builder(defaults());
    }

    /** Returns these settings to change. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the optimiser of each group of parameters. */
    public Optimizer optimizer() {
        LearningRate rate = schedule == Decay.COSINE
                ? LearningRate.cosine(learningRate, 0, iterations)
                : LearningRate.constant(learningRate);
        Optimizer adam = Adam.withRate(warmUp == 0 ? rate : rate.afterWarmup(warmUp))
                .withBetas(beta1, beta2)
                .withDecay(weightDecay);
        return clip.<Optimizer>map(norm -> new ClippedByNorm(adam, norm)).orElse(adam);
    }

    /** Returns the moving average of the parameters, if there is one. */
    public Optional<ExponentialAverage> average() {
        return averaging.map(ExponentialAverage::new);
    }

    /** Sets up training. Not safe for use by several threads. */
    public static final class Builder {
        private int iterations;
        private int batch;
        private double learningRate;
        private Decay schedule;
        private int warmUp;
        private double beta1;
        private double beta2;
        private double weightDecay;
        private Optional<Double> clip;
        private Optional<Double> averaging;
        private Optional<Duration> deadline;

        private Builder(TrainingSettings from) {
            this.iterations = from.iterations;
            this.batch = from.batch;
            this.learningRate = from.learningRate;
            this.schedule = from.schedule;
            this.warmUp = from.warmUp;
            this.beta1 = from.beta1;
            this.beta2 = from.beta2;
            this.weightDecay = from.weightDecay;
            this.clip = from.clip;
            this.averaging = from.averaging;
            this.deadline = from.deadline;
        }

        /** Sets the number of iterations. */
        public Builder iterations(int iterations) {
            this.iterations = iterations;
            return this;
        }

        /** Sets the number of samples in a batch. */
        public Builder batch(int batch) {
            this.batch = batch;
            return this;
        }

        /** Sets the learning rate, or the highest one of a schedule. */
        public Builder learningRate(double learningRate) {
            this.learningRate = learningRate;
            return this;
        }

        /** Sets how the learning rate changes. */
        public Builder schedule(Decay schedule) {
            this.schedule = schedule;
            return this;
        }

        /** Sets the number of iterations over which the learning rate rises from 0. */
        public Builder warmUp(int warmUp) {
            this.warmUp = warmUp;
            return this;
        }

        /** Sets the decays of Adam's moments. */
        public Builder betas(double beta1, double beta2) {
            this.beta1 = beta1;
            this.beta2 = beta2;
            return this;
        }

        /** Sets the weight decay. */
        public Builder weightDecay(double weightDecay) {
            this.weightDecay = weightDecay;
            return this;
        }

        /** Sets the length to which a gradient is shortened. */
        public Builder clip(double clip) {
            this.clip = Optional.of(clip);
            return this;
        }

        /** Sets the decay of a moving average of the parameters. */
        public Builder averaging(double averaging) {
            this.averaging = Optional.of(averaging);
            return this;
        }

        /** Sets the time after which no iteration begins. */
        public Builder deadline(Duration deadline) {
            this.deadline = Optional.of(deadline);
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws SettingException if a value is out of range
         */
        public TrainingSettings build() {
            return new TrainingSettings(
                    iterations,
                    batch,
                    learningRate,
                    schedule,
                    warmUp,
                    beta1,
                    beta2,
                    weightDecay,
                    clip,
                    averaging,
                    deadline);
        }
    }
}
