package org.pushforward.benchmark.trainrun;

import java.util.Optional;
import org.pushforward.benchmark.config.PreprocessingSettings;
import org.pushforward.benchmark.config.RunName;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.config.TrainingSettings;
import org.pushforward.benchmark.config.ValidationSettings;
import org.pushforward.benchmark.data.DataSettings;
import org.pushforward.benchmark.data.file.FileSettings;
import org.pushforward.benchmark.settings.RecordYaml;
import org.pushforward.model.Family;
import org.pushforward.settings.SettingException;

/**
 * Settings for training one model.
 *
 * @param name the name, also of the run folder: letters, digits, dots, hyphens and underscores
 * @param data the data that the model is trained on
 * @param model the family of the model with its settings
 * @param training how it is trained
 * @param checkpoints when checkpoints are saved
 * @param run the seed and the engine
 */
public record TrainSettings(
        String name,
        DataSettings data,
        Family model,
        TrainingSettings training,
        CheckpointSettings checkpoints,
        RunSettings run) {
    /** Refuses a name that is not suitable for a folder, and several engines or devices. */
    public TrainSettings {
        RunName.check(name);
        SettingException.unless(
                !run.backend().equals(RunSettings.ALL), "run", "backend 'all'", "one backend to train on");
        SettingException.unless(
                run.devices().isOne(), "run", "device '" + run.device() + "'", "one device to train on");
    }

    /** Returns settings for training a family on a file, with standardized data and validation. */
    public static TrainSettings of(String name, FileSettings data, Family model) {
        TrainingSettings training = new TrainingSettings()
                .toBuilder()
                        .preprocessing(new PreprocessingSettings.Standardize())
                        .validation(new ValidationSettings())
                        .build();
        return new TrainSettings(name, data, model, training, new CheckpointSettings(), new RunSettings());
    }

    /** Returns these settings with an absolute path of the data file, if there is one. */
    public TrainSettings absolute() {
        return data instanceof FileSettings file
                ? new TrainSettings(name, file.absolute(), model, training, checkpoints, run)
                : this;
    }

    /** Returns these settings with another name. */
    public TrainSettings named(String other) {
        return new TrainSettings(other, data, model, training, checkpoints, run);
    }

    /** Returns these settings with other run settings. */
    public TrainSettings withRun(RunSettings other) {
        return new TrainSettings(name, data, model, training, checkpoints, other);
    }

    /** Returns these settings with another number of iterations. */
    public TrainSettings withIterations(int iterations) {
        TrainingSettings longer = training.toBuilder().iterations(iterations).build();
        return new TrainSettings(name, data, model, longer, checkpoints, run);
    }

    /** Returns the settings of the file, if the data come from a file. */
    public Optional<FileSettings> file() {
        return data instanceof FileSettings file ? Optional.of(file) : Optional.empty();
    }

    /** Returns these settings as YAML text, with every default written out. */
    public String toYaml() {
        return RecordYaml.print(this);
    }

    /** Returns the YAML form of such settings, with the families and data sets that the thread's context class loader finds. */
    public static RecordYaml<TrainSettings> yaml() {
        return new RecordYaml<>(TrainSettings.class);
    }
}
