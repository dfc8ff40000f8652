package org.pushforward.benchmark.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.TrainingSettings;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.data.TrainingSplit;
import org.pushforward.benchmark.report.Field;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.model.DataType;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.SampledModel;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Sampler;
import org.pushforward.settings.KeyName;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trainer;

/**
 * A model that is ready for training: built for its data, with fitted preprocessing.
 *
 * @param candidate its settings
 * @param model the model
 * @param preprocessing the fitted preprocessing
 * @param training the training data
 * @param validation the rows for validation, if any
 */
record BuiltModel(
        Candidate candidate,
        Model model,
        Preprocessing.Fitted preprocessing,
        DataSource training,
        Optional<Rows> validation) {

    /**
     * Builds a model.
     *
     * @throws IllegalArgumentException if the model does not support the data or cannot be evaluated; the message names
     * it
     */
    static BuiltModel of(Candidate candidate, EvaluationContext context) {
        try {
            BuiltModel built = build(candidate, context.target(), context.keyOf(candidate));
            built.check(context.target());
            return built;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("model '" + candidate.label() + "': " + e.getMessage(), e);
        }
    }

    private static BuiltModel build(Candidate candidate, Target target, RandomKey key) {
        TrainingSettings settings = candidate.training();
        Optional<TrainingSplit> split =
                settings.validation().map(judged -> target.split(judged.rows(), key.fold("validation")));
        DataSource training = split.map(TrainingSplit::training).orElseGet(target::training);
        Preprocessing.Fitted fitted =
                settings.preprocessed(target.conditions()).fit(training, key.fold("preprocessing"));
        Model model = candidate.model().build(DataType.of(fitted.applied(training)));
        return new BuiltModel(candidate, model, fitted, training, split.map(TrainingSplit::validation));
    }

    private List<String> groups() {
        return model.groups().stream().map(ParameterGroup::name).toList();
    }

    private void check(Target target) {
        model.schema().checkFits("the data", training.schema());
        for (String group : candidate.training().groups().keySet()) {
            if (!groups().contains(group)) {
                throw new IllegalArgumentException("no group of parameters '" + group + "' to set the training of: "
                        + KeyName.advice(group, groups()));
            }
        }
        samplers().forEach((name, sampler) -> check(name, sampler, target));
    }

    private void check(String name, Sampler<?> sampler, Target target) {
        Shape expected = training.schema().get(Schema.X).shape();
        if (!sampler.event().equals(expected)) {
            throw new IllegalArgumentException("its sampler '" + name + "' gives samples of shape " + sampler.event()
                    + ", but the data have shape " + expected);
        }
        if (!PosteriorTrial.serves(sampler)) {
            sampler.context().checkFits("the data that its sampler '" + name + "' is given", training.schema());
        } else if (!(target.domain() instanceof Field)) {
            throw new IllegalArgumentException("its sampler '" + name + "' is given gauges, but " + target.title()
                    + " does not consist of fields on a grid, like 'kind: precipitation'");
        }
    }

    /** Returns its samplers by name; empty if it cannot be sampled. */
    Map<String, Sampler<?>> samplers() {
        return model instanceof SampledModel sampled ? sampled.samplers() : Map.of();
    }

    /** Returns the trainer of this model on a backend. */
    Trainer trainer(Backend backend) {
        Trainer trainer = candidate.training().trainer(backend, groups()).preprocessing(values -> preprocessing);
        return validation.isPresent()
                ? trainer.validation(
                        candidate.training().validation().orElseThrow().on(validation.get()))
                : trainer;
    }

    /** Returns the number of its trainable parameters. */
    long parameters() {
        return model.parameters().stream()
                .mapToLong(parameter -> parameter.tensor().shape().size())
                .sum();
    }
}
