package org.pushforward.benchmark.trainrun;

import java.util.List;
import java.util.Optional;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.config.TrainingSettings;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.data.TrainingSplit;
import org.pushforward.benchmark.data.file.FileTarget;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.files.Findings;
import org.pushforward.model.DataType;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.KeyName;
import org.pushforward.train.Trainer;

/**
 * A training whose data are read and whose model is built, so that what cannot work is known before it begins.
 *
 * @param settings the settings
 * @param target what is learned
 * @param training the rows that are learned from
 * @param validation the rows that judge training, if there are any
 * @param preprocessing what data go through before the model sees them
 * @param model the model, as the family builds it
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
     * @throws IllegalArgumentException if the data are unfit, or the family cannot learn them, naming both
     */
    public static PreparedTraining of(TrainSettings settings) {
        Target target = settings.data().load();
        target.checkWidth();
        RandomKey key = key(settings);
        Optional<TrainingSplit> split =
                settings.training().validation().map(judged -> target.split(judged.rows(), key.fold("validation")));
        DataSource training = split.map(TrainingSplit::training).orElseGet(target::training);
        Preprocessing.Fitted fitted = settings.training().preprocessed().fit(training, key.fold("preprocessing"));
        Model model = settings.model().build(DataType.of(fitted.applied(training)));
        model.schema().checkFits("the data", training.schema());
        PreparedTraining prepared =
                new PreparedTraining(settings, target, training, split.map(TrainingSplit::validation), fitted, model);
        prepared.checkGroups();
        return prepared;
    }

    private static RandomKey key(TrainSettings settings) {
        return RandomKey.of(settings.run().seed());
    }

    private void checkGroups() {
        for (String group : settings.training().groups().keySet()) {
            if (!groups().contains(group)) {
                throw new IllegalArgumentException("no group of parameters '" + group + "' to set the training of: "
                        + KeyName.advice(group, groups()));
            }
        }
    }

    private List<String> groups() {
        return model.groups().stream().map(ParameterGroup::name).toList();
    }

    /** Returns what may harm training, if the data come from a file. */
    public Optional<Findings> findings() {
        return target instanceof FileTarget file ? Optional.of(Findings.of(file.rows())) : Optional.empty();
    }

    /** Returns how many numbers the model learns. */
    public long parameters() {
        return model.parameters().stream()
                .mapToLong(parameter -> parameter.tensor().shape().size())
                .sum();
    }

    /** Returns the names of the columns, or of the one array, that are learned from a file. */
    List<String> columns() {
        return target instanceof FileTarget file ? file.rows().names() : List.of();
    }

    /** Returns the names of what a sample holds. */
    public List<String> coordinates() {
        return target instanceof FileTarget file ? file.coordinates() : List.of();
    }

    /** Returns the key of all that is random in training. */
    RandomKey trainingKey() {
        return key(settings).fold("training");
    }

    /** Returns what trains it. */
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
