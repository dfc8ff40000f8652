package org.pushforward.benchmark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.infer.config.InferSettings;
import org.pushforward.benchmark.infer.config.StudySettings;
import org.pushforward.benchmark.settings.SettingsSchema;
import org.pushforward.benchmark.trainrun.TrainSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class SettingsPageTest {
    private static final Path DOCS = Path.of("../docs");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static Map<String, JsonNode> schemas() {
        ParameterDocs docs = new ParameterDocs();
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        schemas.put("experiment", SettingsSchema.of(Experiment.class, docs::of));
        schemas.put("train", SettingsSchema.of(TrainSettings.class, docs::of));
        schemas.put("infer", SettingsSchema.of(InferSettings.class, docs::of));
        schemas.put("study", SettingsSchema.of(StudySettings.class, docs::of));
        return schemas;
    }

    private static void isCurrent(Path file, String text) throws IOException {
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file).replace("\r\n", "\n"))
                .as(file + " is stale: ./mvnw -pl benchmark test -Dtest=SettingsPageTest -Dregenerate=true")
                .isEqualTo(text);
    }

    @Test
    void theSchemasAndThePageAreUpToDate() throws IOException {
        Map<String, JsonNode> schemas = schemas();
        for (Map.Entry<String, JsonNode> schema : schemas.entrySet()) {
            isCurrent(
                    DOCS.resolve(schema.getKey() + ".schema.json"), JSON.writeValueAsString(schema.getValue()) + "\n");
        }
        isCurrent(DOCS.resolve("settings.md"), SettingsPage.text(schemas));
    }

    @Test
    void everyKeyIsExplained() {
        schemas().values().forEach(schema -> schema.get("$defs").properties().forEach(definition -> definition
                .getValue()
                .path("properties")
                .properties()
                .forEach(property -> assertThat(property.getValue().has("const")
                                || property.getValue().has("description"))
                        .as(definition.getKey() + "." + property.getKey())
                        .isTrue())));
    }

    private static JsonNode yaml(String text) {
        return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(text));
    }

    @Test
    void everyExampleFitsItsSchema() throws IOException {
        List<Path> examples;
        try (Stream<Path> files = Files.list(Path.of("../examples"))) {
            examples = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(examples).hasSizeGreaterThan(3);
        for (Path example : examples) {
            String text = Files.readString(example);
            String kind = text.contains("\ncomparisons:")
                    ? "experiment"
                    : text.contains("\nslow-fields:") ? "study" : text.contains("\nmethods:") ? "infer" : "train";
            SchemaValidator validator = new SchemaValidator(schemas().get(kind));
            assertThat(validator.problems(yaml(text))).as(example.toString()).isEmpty();
            String again =
                    switch (kind) {
                        case "experiment" ->
                            Experiment.yaml().parse(example.toString(), text).toYaml();
                        case "infer" ->
                            InferSettings.yaml().parse(example.toString(), text).toYaml();
                        case "study" ->
                            StudySettings.yaml().parse(example.toString(), text).toYaml();
                        default ->
                            TrainSettings.yaml().parse(example.toString(), text).toYaml();
                    };
            assertThat(validator.problems(yaml(again))).as(again).isEmpty();
        }
    }

    @Test
    void theSchemaRefusesWhatReadingRefuses() {
        SchemaValidator experiment = new SchemaValidator(schemas().get("experiment"));
        String fine = "name: x\ncomparisons: [{name: a, data: {kind: toy}, models: [{model: real-nvp}]}]\n";
        assertThat(experiment.problems(yaml(fine))).isEmpty();
        for (String wrong : List.of(
                fine.replace("real-nvp", "real-nvq"),
                fine.replace("name: a,", ""),
                fine.replace("kind: toy", "kind: toy, nam: b"),
                fine.replace("name: x", "name: [x]"))) {
            assertThat(experiment.problems(yaml(wrong))).as(wrong).isNotEmpty();
        }
    }
}
