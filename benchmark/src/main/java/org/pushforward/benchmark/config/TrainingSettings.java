package org.pushforward.benchmark.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.backend.Backend;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.optim.Adam;
import org.pushforward.optim.ClippedByNorm;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.LearningRate;
import org.pushforward.optim.Optimizer;
import org.pushforward.settings.SettingException;
import org.pushforward.train.Trainer;

/**
 * How a model is trained by Adam. All groups of parameters use the same settings, except those listed
 * in {@code groups}.
 *
 * @param iterations the number of iterations
 * @param batch the number of rows in a batch
 * @param learningRate the learning rate, or the peak of a schedule
 * @param schedule how the learning rate changes
 * @param warmUp the number of iterations over which the learning rate rises from 0
 * @param beta1 the decay of Adam's first moment, in [0, 1)
 * @param beta2 the decay of Adam's second moment, in [0, 1)
 * @param weightDecay the decoupled weight decay; 0 for none
 * @param clip the gradient-norm clipping threshold, if any
 * @param groups different settings for some groups of parameters, by name
 * @param averaging the decay of the moving average of the parameters, in [0, 1), if any
 * @param preprocessing the preprocessing of the data, in order
 * @param validation the validation on held-out rows, if any
 * @param deadline the time after which no iteration begins, if any
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
        Map<String, GroupSettings> groups,
        Optional<Double> averaging,
        List<PreprocessingSettings> preprocessing,
        Optional<ValidationSettings> validation,
        Optional<Duration> deadline) {

    /** How a learning rate changes over training. */
    public enum Decay {
        /** Constant. */
        CONSTANT,
        /** Cosine decay to 0. */
        COSINE
    }

    /** Creates the defaults: 2000 iterations with batches of 256, and Adam at 0.001 with cosine decay. */
    public TrainingSettings() {
        this(
                2000,
                256,
                1e-3,
                Decay.COSINE,
                0,
                0.9,
                0.999,
                0,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Copies the collections and refuses values out of range. */
    public TrainingSettings {
        SettingException.between(1, 100_000_000, "iterations", iterations);
        SettingException.between(1, 1_000_000, "batch", batch);
        GroupSettings.checkRate(learningRate);
        SettingException.atLeast(0, "warmUp", warmUp);
        GroupSettings.checkDecay("beta1", beta1);
        GroupSettings.checkDecay("beta2", beta2);
        GroupSettings.checkWeightDecay(weightDecay);
        clip.ifPresent(GroupSettings::checkClip);
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        averaging.ifPresent(decay -> GroupSettings.checkDecay("averaging", decay));
        preprocessing = List.copyOf(preprocessing);
        deadline.ifPresent(time ->
                SettingException.unless(!time.isNegative() && !time.isZero(), "deadline", time, "a positive duration"));
    }

    /** Returns a builder that begins with the defaults. */
    public static Builder builder() {
        return new Builder(new TrainingSettings());
    }

    /** Returns a builder that begins with these settings. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the optimizer of a group of parameters. */
    public Optimizer optimizer(String group) {
        GroupSettings own = groups.getOrDefault(group, new GroupSettings());
        double highest = own.learningRate().orElse(learningRate);
        int rising = own.warmUp().orElse(warmUp);
        LearningRate rate = own.schedule().orElse(schedule) == Decay.COSINE
                ? LearningRate.cosine(highest, 0, iterations)
                : LearningRate.constant(highest);
        Optimizer adam = Adam.withRate(rising == 0 ? rate : rate.afterWarmup(rising))
                .withBetas(own.beta1().orElse(beta1), own.beta2().orElse(beta2))
                .withDecay(own.weightDecay().orElse(weightDecay));
        return own.clip()
                .or(() -> clip)
                .<Optimizer>map(norm -> new ClippedByNorm(adam, norm))
                .orElse(adam);
    }

    /**
     * Returns the preprocessing of the data. With any preprocessing, conditions are scaled as well: robustly if the data are, and
     * standardized otherwise.
     *
     * @param conditions the numeric columns that a model is conditioned on
     */
    public Preprocessing preprocessed(List<String> conditions) {
        boolean robust = preprocessing.stream().anyMatch(PreprocessingSettings.RobustScale.class::isInstance);
        return preprocessing.stream()
                .map(PreprocessingSettings::map)
                .reduce(Preprocessing::then)
                .map(x -> x.withContext(conditions, robust ? Preprocessing.robustScale() : Preprocessing.standardize()))
                .orElseGet(Preprocessing::none);
    }

    /**
     * Returns a trainer with these settings, except preprocessing and validation, which need data.
     *
     * @param backend the backend
     * @param names the names of the groups of parameters
     */
    public Trainer trainer(Backend backend, List<String> names) {
        Trainer trainer = Trainer.on(backend).iterations(iterations).batch(batch);
        for (String name : names) {
            trainer = trainer.optimizer(name, optimizer(name));
        }
        if (averaging.isPresent()) {
            trainer = trainer.average(new ExponentialAverage(averaging.get()));
        }
        return deadline.isPresent() ? trainer.deadline(deadline.get()) : trainer;
    }

    /** Builds training settings. Not safe for use by several threads. */
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
        private final Map<String, GroupSettings> groups;
        private Optional<Double> averaging;
        private List<PreprocessingSettings> preprocessing;
        private Optional<ValidationSettings> validation;
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
            this.groups = new LinkedHashMap<>(from.groups);
            this.averaging = from.averaging;
            this.preprocessing = from.preprocessing;
            this.validation = from.validation;
            this.deadline = from.deadline;
        }

        /** Sets the number of iterations. */
        public Builder iterations(int iterations) {
            this.iterations = iterations;
            return this;
        }

        /** Sets the number of rows in a batch. */
        public Builder batch(int batch) {
            this.batch = batch;
            return this;
        }

        /** Sets the learning rate, or the peak of a schedule. */
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

        /** Sets the gradient-norm clipping threshold. */
        public Builder clip(double clip) {
            this.clip = Optional.of(clip);
            return this;
        }

        /** Sets different settings for one group of parameters. */
        public Builder group(String name, GroupSettings differing) {
            groups.put(name, differing);
            return this;
        }

        /** Sets the decay of a moving average of the parameters. */
        public Builder averaging(double averaging) {
            this.averaging = Optional.of(averaging);
            return this;
        }

        /** Sets the preprocessing of the data, in order. */
        public Builder preprocessing(PreprocessingSettings... maps) {
            this.preprocessing = List.of(maps);
            return this;
        }

        /** Sets the validation on held-out rows. */
        public Builder validation(ValidationSettings validation) {
            this.validation = Optional.of(validation);
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
                    groups,
                    averaging,
                    preprocessing,
                    validation,
                    deadline);
        }
    }
}
