package org.pushforward.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.checkpoint.CheckpointException;
import org.pushforward.checkpoint.RecordJson;
import org.pushforward.data.Dataset;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.Model;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.train.Trainer;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.flow.Flow;
import org.pushforward.zoo.score.DiffusionModel;

/** Checks that saved models are restored exactly and that files of other models are refused. */
class SavedModelTest {
    private static final RandomKey KEY = RandomKey.of(5);

    private final Backend oracle = Backends.open("reference");

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        oracle.close();
    }

    private Trained<Model> trained() {
        Dataset data = Dataset.of(HostArray.wrap(
                Shape.of(16, 2),
                KEY.normal(Shape.of(16, 2))
                        .cast(org.pushforward.tensor.DType.F64)
                        .toFloats()));
        return Trainer.on(oracle)
                .iterations(2)
                .batch(4)
                .preprocessing(Preprocessing.logit(-9, 9).then(Preprocessing.standardize()))
                .fit(new RealNvp(2, 4), data, KEY);
    }

    @Test
    void loadedModelsHaveTheSameSamplesAndDensities() {
        Path path = folder.resolve("model");
        HostArray points = KEY.fold("points").normal(Shape.of(3, 2));
        try (Trained<Model> saved = trained()) {
            saved.save(path);
            try (Trained<Flow> loaded = Trained.load(path, oracle).as(Flow.class)) {
                assertThat(loaded.sample(KEY, 4)).isEqualTo(saved.sample(KEY, 4));
                assertThat(loaded.logProb(points)).isEqualTo(saved.logProb(points));
                assertThat(loaded.blueprint()).isEqualTo(saved.blueprint()).isPresent();
                assertThat(loaded.state()).isEqualTo(saved.state());
                assertThat(loaded.training()).isEmpty();
                loaded.save(folder.resolve("again"));
            }
            assertThat(Trained.load(folder.resolve("again"), oracle).state()).isEqualTo(saved.state());
        }
    }

    @Test
    void theManifestSaysHowTheModelIsTrainedAndHowWell() throws Exception {
        Path path = folder.resolve("model");
        try (Trained<Model> saved = trained()) {
            saved.save(path);
            double last = saved.training().orElseThrow().losses().get("flow")[1];
            assertThat(Files.readString(path.resolve("model.json")))
                    .contains("\"objective\": \"org.pushforward.zoo.flow.Flow\"")
                    .contains("\"flow\": \"Adam(rate 0.001, beta1 0.9, beta2 0.999, epsilon 1.0E-8, decay 0.0)\"")
                    .contains("\"batch\": 4")
                    .contains("\"flow\": " + last);
        }
    }

    static Stream<Family.Example> examples() {
        return Family.all().values().stream().flatMap(family -> family.examples().stream());
    }

    /** The settings of every family and the variables of its models survive a save, even without training. */
    @ParameterizedTest
    @MethodSource("examples")
    void everyFamilyCanBeSavedAndLoaded(Family.Example example) {
        RecordJson<Family> json = RecordJson.of(Family.class);
        assertThat(json.read("family.json", json.print(example.family()))).isEqualTo(example.family());
        RecordJson<DataType> data = RecordJson.of(DataType.class);
        assertThat(data.read("data.json", data.print(example.data()))).isEqualTo(example.data());
    }

    @Test
    void modelsWithoutAServiceArePassedExplicitly() {
        Path path = folder.resolve("model");
        MeanModel model = MeanModel.of(2);
        ParameterValues values = ParameterValues.initial(model.variables(), KEY);
        Trained.of(oracle, model, values).save(path);
        assertThat(Trained.load(path, oracle, MeanModel.of(2)).values()).isEqualTo(values);
        assertThat(Trained.load(path, oracle, MeanModel.of(2)).state()).isEmpty();
        assertThatThrownBy(() -> Trained.load(path, oracle))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("holds a " + MeanModel.class.getName() + " that was built by hand");
        assertThatThrownBy(() -> Trained.load(path, oracle, MeanModel.of(3)))
                .hasMessageContaining(
                        "holds 'mean' of type f32[2], where the model has f32[3]: it is of another model");
        trained().save(folder.resolve("flow"));
        assertThatThrownBy(() -> Trained.load(folder.resolve("flow"), oracle, model))
                .hasMessageContaining("holds no value for 'mean' of type f32[2]");
        assertThat(Trained.load(folder.resolve("flow"), oracle, new RealNvp(2, 4).build(DataType.standard(Shape.of(2))))
                        .values())
                .isEqualTo(trained().values());
    }

    @Test
    void unknownParametersAreReported() {
        Path path = folder.resolve("model");
        Trained<Model> four = Trained.load(saved(new RealNvp(4, 4), path), oracle);
        assertThat(four.values().byPath()).isNotEmpty();
        Flow two = new RealNvp(2, 4).build(DataType.standard(Shape.of(2)));
        assertThatThrownBy(() -> Trained.load(path, oracle, two))
                .hasMessageContaining("which the model does not have; it has 'coupling.");
    }

    private Path saved(RealNvp family, Path path) {
        Dataset data = Dataset.of(KEY.normal(Shape.of(16, 2)));
        Trainer.on(oracle).iterations(1).batch(4).fit(family, data, KEY).save(path);
        return path;
    }

    /** Replaces a text in a manifest and updates its checksum. */
    private static void alter(Path path, String from, String to) throws Exception {
        Path file = path.resolve("model.json");
        String text = Files.readString(file);
        String content = text.substring(0, text.indexOf(",\n  \"checksum\""));
        assertThat(content).contains(from);
        String altered = content.replace(from, to);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(altered.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                file, altered + ",\n  \"checksum\": \"" + HexFormat.of().formatHex(hash) + "\"\n}\n");
    }

    @Test
    void anUnknownFamilyListsTheValidOnes() throws Exception {
        Path path = saved(new RealNvp(2, 4), folder.resolve("model"));
        alter(path, "\"real-nvp\"", "\"real-nvq\"");
        assertThatThrownBy(() -> Trained.load(path, oracle))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "at blueprint.family.family: no family 'real-nvq': did you mean 'real-nvp'? Expected one of"
                                + " diffusion, maf, nsf, real-nvp, vae, wgan-gp; the jar that has another family must be on the class path");
        Flow flow = new RealNvp(2, 4).build(DataType.standard(Shape.of(2)));
        assertThat(Trained.load(path, oracle, flow).values().byPath()).isNotEmpty();
        alter(path, "\"real-nvq\"", "\"real-nvp\"");
        alter(path, "\"hidden\": 4", "\"hidden\": 0");
        assertThatThrownBy(() -> Trained.load(path, oracle))
                .hasMessageContaining("at blueprint.family.hidden: hidden = 0: expected 1 to 65536");
        alter(path, "\"hidden\": 0", "\"hidden\": 5");
        assertThatThrownBy(() -> Trained.load(path, oracle))
                .hasMessageContaining("holds 'coupling.0.conditioner.")
                .hasMessageContaining("it is of another model");
    }

    @Test
    void modelsOfAnotherTypeAreRefused() {
        try (Trained<Model> flow = trained()) {
            assertThatThrownBy(() -> flow.as(DiffusionModel.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the model is a Flow, not a DiffusionModel");
        }
    }

    @Test
    void reservedNamesAreRefusedAsParameters() {
        MeanModel mean = MeanModel.of(2);
        org.pushforward.nn.Scope scope = org.pushforward.nn.Scope.root();
        scope.parameter("training/state/mean", Shape.of(2), org.pushforward.nn.Initializer.zeros());
        MeanModel named = new MeanModel(
                org.pushforward.model.ParameterGroup.of("mean", scope), List.of(), mean.mean(), mean.average());
        Trained<MeanModel> trained = Trained.of(
                oracle, named, new ParameterValues(Map.of("training/state/mean", HostArray.of(Shape.of(2), 1f, 2f))));
        assertThatThrownBy(() -> trained.save(folder.resolve("model")))
                .hasMessageContaining("a parameter named 'training/state/mean' cannot be saved");
    }

    /** Reads a flow that version 1 wrote; its density at a point was recorded then. */
    @Test
    void aFlowOfVersion1IsLoaded() {
        Path golden = Path.of("src/test/resources/org/pushforward/zoo/checkpoint/v1-real-nvp");
        try (Trained<Flow> flow = Trained.load(golden, oracle).as(Flow.class)) {
            assertThat(flow.logProb(HostArray.of(Shape.of(1, 2), 0.5f, -0.25f)).get(0))
                    .isCloseTo(GOLDEN, within(1e-6));
            assertThat(flow.state().orElseThrow().iteration()).isEqualTo(2);
        }
    }

    private static final double GOLDEN = -1.79205322265625;
}
