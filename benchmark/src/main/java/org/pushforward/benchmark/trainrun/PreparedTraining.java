package org.pushforward.benchmark.trainrun;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.config.TrainingSettings;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.data.TrainingSplit;
import org.pushforward.benchmark.data.file.FileSettings;
import org.pushforward.benchmark.data.file.FileTarget;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.files.Findings;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.KeyName;
import org.pushforward.train.Trainer;

/**
 * The data and the model of a training run, read and built before training begins, so that mistakes are found early.
 *
 * @param settings the settings
 * @param target the distribution to learn
 * @param training the rows for training
 * @param validation the rows for validation, if there are any
 * @param preprocessing the fitted preprocessing of the data
 * @param model the model, built by its family
 */
public record PreparedTraining(
        TrainSettings settings,
        Target target,
        DataSource training,
        Optional<Rows> validation,
        Preprocessing.Fitted preprocessing,
        Model model) {

    /**
     * Reads the data and builds the model.
     *
     * @throws IllegalArgumentException if the data are invalid or the family cannot learn them
     */
    public static PreparedTraining of(TrainSettings settings) {
        Target target = settings.data().load();
        target.checkWidth();
        RandomKey key = key(settings);
        Optional<TrainingSplit> split =
                settings.training().validation().map(judged -> target.split(judged.rows(), key.fold("validation")));
        DataSource training = split.map(TrainingSplit::training).orElseGet(target::training);
        Preprocessing.Fitted fitted =
                settings.training().preprocessed(target.conditions()).fit(training, key.fold("preprocessing"));
        Model model = settings.model().build(DataType.of(fitted.applied(training)));
        model.schema().checkFits("the data", training.schema());
        settings.file().ifPresent(file -> checkConditions(file, settings.model(), model));
        PreparedTraining prepared =
                new PreparedTraining(settings, target, training, split.map(TrainingSplit::validation), fitted, model);
        prepared.checkGroups();
        return prepared;
    }

    /** Refuses columns that the user names as conditions and the model would ignore. */
    private static void checkConditions(FileSettings file, Family family, Model model) {
        Stream.concat(file.condition().stream(), file.classes().stream())
                .filter(name -> !model.schema().names().contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "a model of the family " + family.name() + " would ignore '" + name
                                    + "': name it in neither 'condition' nor 'classes', or choose a conditional family: "
                                    + Family.all().entrySet().stream()
                                            .filter(other -> other.getValue()
                                                    .description()
                                                    .gives()
                                                    .contains(Family.Gives.CONDITIONAL))
                                            .map(Map.Entry::getKey)
                                            .collect(Collectors.joining(", ")));
                });
    }

    private static RandomKey key(TrainSettings settings) {
        return RandomKey.of(settings.run().seed());
    }

    private void checkGroups() {
        for (String group : settings.training().groups().keySet()) {
            if (!groups().contains(group)) {
                throw new IllegalArgumentException(
                        "no group of parameters '" + group + "': " + KeyName.advice(group, groups()));
            }
        }
    }

    private List<String> groups() {
        return model.groups().stream().map(ParameterGroup::name).toList();
    }

    /** Returns the possible problems for training, if the data come from a file. */
    public Optional<Findings> findings() {
        return target instanceof FileTarget file ? Optional.of(Findings.of(file.rows())) : Optional.empty();
    }

    /** Returns the number of scalar parameters of the model. */
    public long parameters() {
        return model.parameters().stream()
                .mapToLong(parameter -> parameter.tensor().shape().size())
                .sum();
    }

    /** Returns the names of the columns to learn, or of the single array; empty if the data do not come from a file. */
    List<String> columns() {
        return target instanceof FileTarget file ? file.rows().names() : List.of();
    }

    /** Returns the names of the elements of a sample; empty if the data do not come from a file. */
    public List<String> coordinates() {
        return target instanceof FileTarget file ? file.coordinates() : List.of();
    }

    /** Returns the random key of training. */
    RandomKey trainingKey() {
        return key(settings).fold("training");
    }

    /** Returns the trainer. */
    Trainer trainer(Backend backend) {
        TrainingSettings training = settings.training();
        Trainer trainer = training.trainer(backend, groups())
                .preprocessing(values -> preprocessing)
                .snapshots(settings.checkpoints().every());
        return validation.isPresent()
                ? trainer.validation(training.validation().orElseThrow().on(validation.get()))
                : trainer;
    }
}
