package org.pushforward.conformance.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pushforward.backend.Backend;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.conformance.check.Agreement;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.MeasuredError;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.Tf32Rounding;
import org.pushforward.data.Dataset;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.model.DataType;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.train.Trainer;
import org.pushforward.train.TrainingGraph;
import org.pushforward.train.TrainingResult;
import org.pushforward.zoo.family.RealNvp;

/** Models that are saved during training, and whose training is resumed here or on another engine. */
public final class SavedModelCases {
    private static final RandomKey KEY = ModelCase.KEY.fold("saved");
    private static final Dataset DATA = Dataset.of(KEY.fold("data").normal(Shape.of(64, 2)));
    private static final RealNvp FAMILY = new RealNvp(2, 8);
    private static final int STOP = 3;
    private static final int ITERATIONS = 6;

    private SavedModelCases() {}

    /** Returns the checks of training that is resumed. */
    public static List<Check> training() {
        return List.of(
                Check.required(
                        "TRAIN-RESUMED",
                        "Training that is resumed from a saved model gives the bits of uninterrupted training.",
                        SavedModelCases::resumedTrainingHasTheSameBits),
                Check.measured(
                        Rule.required(
                                "TRAIN-RESUMED-CROSSED",
                                "The losses of training that is resumed from a model which the oracle trained and saved are the"
                                        + " oracle's."),
                        "",
                        SavedModelCases::trainingOfTheOracleGoesOn));
    }

    /** Returns the checks of samples from saved models. */
    public static List<Check> samples() {
        return List.of(Check.measured(
                Rule.required(
                        "SAMPLE-SAVED", "The samples of a model that the oracle trained and saved are the oracle's."),
                "",
                SavedModelCases::samplesOfTheOracleAgree));
    }

    private static Trainer trainer(Backend backend) {
        return Trainer.on(backend)
                .adam(1e-2)
                .batch(16)
                .iterations(ITERATIONS)
                .preprocessing(Preprocessing.standardize());
    }

    private static Trained<Model> trained(Backend backend, int iterations) {
        return trainer(backend).iterations(iterations).fit(FAMILY, DATA, KEY);
    }

    private static Trained<Model> resumed(Backend backend, Trained<Model> model) {
        return trainer(backend).resume(model.state()).fit(FAMILY, DATA, KEY);
    }

    private static void resumedTrainingHasTheSameBits(BackendUnderTest backend) throws IOException {
        try (Trained<Model> whole = trained(backend.backend(), ITERATIONS);
                Trained<Model> part = trained(backend.backend(), STOP);
                Trained<Model> loaded = throughFiles(part, backend.backend());
                Trained<Model> resumed = resumed(backend.backend(), loaded)) {
            if (!resumed.state().equals(whole.state()) || !resumed.values().equals(whole.values())) {
                throw new AssertionError("training of " + ITERATIONS + " steps that was saved and loaded after " + STOP
                        + " gave other bits than uninterrupted training");
            }
        }
    }

    private static MeasuredError trainingOfTheOracleGoesOn(BackendUnderTest backend) throws IOException {
        try (Backend oracle = ModelCases.oracle();
                Trained<Model> whole = trained(oracle, ITERATIONS);
                Trained<Model> part = trained(oracle, STOP);
                Trained<Model> loaded = throughFiles(part, backend.backend());
                Trained<Model> resumed = resumed(backend.backend(), loaded)) {
            double[] actual = losses(resumed);
            double[] expected = losses(whole);
            MeasuredError error = MeasuredError.NONE;
            for (int i = STOP; i < ITERATIONS; i++) {
                error = error.and(Agreement.TRAJECTORY.check(
                        "loss of iteration " + (i + 1),
                        Math.abs(actual[i] / expected[i] - 1),
                        more(backend, i + 1 - STOP)));
            }
            return error;
        }
    }

    private static double[] losses(Trained<Model> trained) {
        TrainingResult result = trained.training().orElseThrow();
        return result.losses().values().iterator().next();
    }

    private static MeasuredError samplesOfTheOracleAgree(BackendUnderTest backend) throws IOException {
        try (Backend oracle = ModelCases.oracle();
                Trained<Model> saved = trained(oracle, STOP);
                Trained<Model> loaded = throughFiles(saved, backend.backend())) {
            return Agreement.SAMPLES.check(
                    "samples", Oracle.relativeError(loaded.sample(KEY, 32), saved.sample(KEY, 32)), more(backend, 1));
        }
    }

    /** Returns what TF32 may add in some iterations of training, or in a pass through the flow. */
    private static double more(BackendUnderTest backend, int iterations) {
        Model model = FAMILY.build(DataType.of(DATA));
        Map<String, Optimizer> optimizers =
                model.groups().stream().collect(Collectors.toMap(ParameterGroup::name, group -> Adam.withRate(1e-2)));
        return Tf32Rounding.share(
                backend, TrainingGraph.of(model, optimizers, DATA, 16).graph(), iterations);
    }

    private static Trained<Model> throughFiles(Trained<Model> model, Backend backend) throws IOException {
        Path folder = Files.createTempDirectory("pushforward-saved");
        Path place = folder.resolve("model");
        try {
            model.save(place);
            Trained<Model> loaded = Trained.load(place, backend);
            ModelCheckpoint.delete(place);
            return loaded;
        } finally {
            Files.delete(folder);
        }
    }
}
