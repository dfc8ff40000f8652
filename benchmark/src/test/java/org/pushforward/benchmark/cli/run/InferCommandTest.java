package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.benchmark.infer.config.InferSettings;
import org.pushforward.files.DataFile;
import org.pushforward.files.Table;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Infers small fields with a model that was trained for a moment. */
class InferCommandTest {
    private static final String SETTINGS = """
            name: tiny
            data: {kind: simulated, size: 8, gauges: 12, mean: 4, quantity: rain, unit: mm}
            transform: square-root
            covariance: {correlation: exponential, anisotropic: false}
            methods:
              - true-kriging
              - kriging
              - {method: full-bayes, chains: 2, draws: 10, skipped: 5, thinning: 1}
              - {method: amortized, steps: 3}
              - {method: mmps, steps: 3, iterations: 1}
            draws: 20
            thresholds: [16]
            """;

    @TempDir
    private static Path folder;

    private static Path model;
    private static Path settings;

    private final CommandLine command = new CommandLine();

    @BeforeAll
    static void train() throws IOException {
        Path training = Files.writeString(folder.resolve("train.yaml"), """
                name: prior
                data: {kind: precipitation, size: 8}
                model:
                  family: diffusion
                  network: {kind: unet, levels: [4, 4], blocks: 1, groups: 2, embedding: 6}
                  gauges: {fewest: 0.1, most: 0.3}
                training: {iterations: 2, batch: 4}
                """);
        model = folder.resolve("prior");
        CommandLine line = new CommandLine();
        assertThat(line.run("train", training, "--out", model, "--quiet"))
                .as(line.err.toString())
                .isZero();
        settings = Files.writeString(folder.resolve("tiny.yaml"), SETTINGS + "model: " + model + "\n");
    }

    private int infer(Path place, Object... more) {
        List<Object> words = new ArrayList<>(List.of("infer", settings, "--out", place));
        words.addAll(List.of(more));
        return command.run(words.toArray());
    }

    private static Path gauges(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aSimulatedFieldIsInferredByEveryMethodAndScored() throws IOException {
        Path place = folder.resolve("all");
        assertThat(infer(place)).as(command.err.toString()).isZero();
        assertThat(command.out.toString())
                .contains("kriging, true parameters")
                .contains("learned, amortized")
                .contains("By CRPS in this one field")
                .contains("Report: " + place.resolve("report.html"));
        JsonNode result =
                new ObjectMapper().readTree(place.resolve("result.json").toFile());
        assertThat(result.get("ending").asText()).isEqualTo("complete");
        assertThat(result.get("methods")).hasSize(5).allSatisfy(each -> {
            assertThat(each.get("crps").asDouble()).isPositive();
            assertThat(each.get("covered90").asDouble()).isBetween(0.0, 1.0);
        });
        assertThat(place.resolve("report.html")).content().contains("full Bayes, draw 4");
        assertThat(InferSettings.yaml().read(place.resolve("settings.yaml")).draws())
                .isEqualTo(20);
    }

    /** The columns of the CSV are the NPY files. */
    @Test
    void mapsAreWrittenInTheUnitOfTheData() {
        Path place = folder.resolve("files");
        assertThat(infer(place, "--set", "methods=[true-kriging]")).isZero();
        Path own = place.resolve("kriging-true-parameters");
        Table csv = DataFile.at(own.resolve("grid.csv")).read();
        assertThat(csv.arrays().keySet())
                .containsExactly(
                        "x",
                        "y",
                        "mean",
                        "deviation",
                        "quantile_0.05",
                        "quantile_0.25",
                        "quantile_0.5",
                        "quantile_0.75",
                        "quantile_0.95",
                        "above_16");
        HostArray mean = array(own.resolve("mean.npy"));
        assertThat(mean.shape()).isEqualTo(Shape.of(8, 8));
        assertThat(array(own.resolve("quantiles.npy")).shape()).isEqualTo(Shape.of(5, 8, 8));
        assertThat(array(own.resolve("exceedance.npy")).shape()).isEqualTo(Shape.of(1, 8, 8));
        HostArray samples = array(own.resolve("samples.npy"));
        assertThat(samples.shape()).isEqualTo(Shape.of(20, 8, 8));
        for (int i = 0; i < 64; i++) {
            // Seven digits of a CSV and float32 of an NPY.
            assertThat(csv.numbers("mean").get(i)).isCloseTo(mean.get(i), within(1e-5 * (1 + mean.get(i))));
            assertThat(samples.get(i)).isNotNegative();
        }
        assertThat(own.resolve("mean.png")).isNotEmptyFile();
        assertThat(own.resolve("above-16.png")).isNotEmptyFile();
    }

    private static HostArray array(Path file) {
        return DataFile.at(file).read().arrays().get("x");
    }

    /** An exact gauge is in the middle of its cell, so kriging returns its value there. */
    @Test
    void gaugesOfAFileAreInferred() throws IOException {
        StringBuilder text = new StringBuilder("x,y,value\n");
        for (int i = 0; i < 12; i++) {
            text.append(10 * (i * 5 % 8) + 5)
                    .append(',')
                    .append(10 * (i * 5 / 8) + 5)
                    .append(',');
            text.append(4 + i * i % 7).append('\n');
        }
        Path data = gauges("wells.csv", text.toString());
        Path place = folder.resolve("wells");
        assertThat(infer(
                        place,
                        "--data",
                        data,
                        "--set",
                        "grid={cells: 8, west: 0, east: 80, south: 0, north: 80}",
                        "--set",
                        "methods=[kriging, {method: amortized, steps: 3}]",
                        "--json"))
                .as(command.err.toString())
                .isZero();
        JsonNode result = new ObjectMapper().readTree(command.out.toString());
        assertThat(result.get("name").asText()).isEqualTo("wells");
        assertThat(result.get("gauges").asInt()).isEqualTo(12);
        assertThat(result.get("methods").get(0).has("crps")).isFalse();
        assertThat(result.get("verdict").asText()).contains("The truth is not known");
        HostArray mean = array(place.resolve("kriging-fitted-parameters").resolve("mean.npy"));
        // The first gauge, 4, is at (5, 5): row 7, column 0.
        assertThat(mean.get(7 * 8)).isCloseTo(4, within(1e-3));
    }

    @Test
    void longitudesAndLatitudesAreWrittenToo() throws IOException {
        Path data =
                gauges("stations.csv", "lon,lat,value,noise\n10,50,3,1\n11,50.2,5,1\n10.3,50.9,4,1\n10.8,50.5,4,1\n");
        Path place = folder.resolve("stations");
        assertThat(infer(
                        place,
                        "--data",
                        data,
                        "--set",
                        "grid.cells=8",
                        "--set",
                        "methods=[kriging, {method: full-bayes, chains: 2, draws: 4, skipped: 0, thinning: 1}]"))
                .as(command.err.toString())
                .isZero();
        Table csv = DataFile.at(place.resolve("full-bayes").resolve("grid.csv")).read();
        assertThat(csv.numbers("lon").get(0)).isBetween(9.8, 10.1);
        assertThat(csv.numbers("lat").get(0)).isBetween(50.8, 51.2);
        assertThat(command.out.toString())
                .contains("left out: kriging, fitted parameters: fitting a variogram needs 10");
    }

    @Test
    void aDryRunOnlyPrints() {
        Path place = folder.resolve("dry");
        assertThat(infer(place, "--dry-run")).isZero();
        assertThat(command.out.toString())
                .contains("transform:")
                .contains("# the map would have 8 x 8 cells")
                .contains("# the run folder would be " + place);
        assertThat(place).doesNotExist();
    }

    @Test
    void aRunIsReplacedOnlyWithForceAndNeverWithFilesOfOthers() throws IOException {
        Path place = folder.resolve("again");
        Object[] quick = {"--set", "methods=[true-kriging]", "--quiet"};
        assertThat(infer(place, quick)).isZero();
        assertThat(infer(place, quick)).isEqualTo(2);
        assertThat(command.err.toString()).contains("exists already: --force replaces it");
        assertThat(infer(place, "--set", "methods=[true-kriging]", "--quiet", "--force"))
                .isZero();
        Path mine = Files.writeString(place.resolve("mine.txt"), "mine");
        assertThat(infer(place, "--set", "methods=[true-kriging]", "--quiet", "--force"))
                .isEqualTo(2);
        assertThat(command.err.toString()).contains("mine.txt");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void theSameSeedGivesTheSameResult() throws IOException {
        Object[] quick = {"--set", "methods=[true-kriging]", "--quiet", "--seed", "5"};
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        assertThat(infer(first, quick)).isZero();
        assertThat(infer(second, quick)).isZero();
        String samples = "kriging-true-parameters/samples.npy";
        assertThat(Files.readAllBytes(second.resolve(samples))).isEqualTo(Files.readAllBytes(first.resolve(samples)));
    }

    @Test
    void aStopLeavesTheResultsSoFar() {
        Path place = folder.resolve("stopped");
        command.interruption.cancellation().request();
        assertThat(infer(place)).isEqualTo(130);
        assertThat(place.resolve("report.html")).content().contains("This run was stopped");
        assertThat(place.resolve("result.json")).content().contains("interrupted");
    }

    @Test
    void aModelOfAnotherKindFailsOnlyTheLearnedMethods() throws IOException {
        Path other = folder.resolve("other");
        Path training = Files.writeString(folder.resolve("other.yaml"), """
                name: other
                data: {kind: toy}
                model: {family: real-nvp, couplings: 2, hidden: 4}
                training: {iterations: 1, batch: 4}
                """);
        assertThat(command.run("train", training, "--out", other, "--quiet"))
                .as(command.err.toString())
                .isZero();
        Path place = folder.resolve("failed");
        assertThat(infer(place, "--set", "model=" + other, "--set", "methods=[true-kriging, amortized]"))
                .isEqualTo(1);
        assertThat(command.out.toString())
                .contains("learned, amortized: failed: model of " + other)
                .contains("kriging, true parameters");
    }

    @Test
    void theResultsOfAStudyAreShown() throws IOException {
        Path study = Files.writeString(
                folder.resolve("study.json"),
                "{\"title\": \"A study\", \"note\": \"of 3 fields\", \"verdict\": \"calibrated\", \"columns\": [\"method\"],"
                        + " \"rows\": [[\"full Bayes\"]]}");
        Path place = folder.resolve("with-study");
        assertThat(infer(place, "--set", "methods=[true-kriging]", "--set", "study=" + study))
                .as(command.err.toString())
                .isZero();
        assertThat(place.resolve("report.html")).content().contains("A study").contains("of 3 fields");
        assertThat(infer(place, "--set", "study=" + folder.resolve("none.json"), "--force"))
                .isEqualTo(2);
        assertThat(command.err.toString()).contains("study: ").contains("none.json");
    }

    @Test
    void wrongCallsAreRefusedBeforeAnythingIsWritten() throws IOException {
        assertThat(command.run("infer")).isEqualTo(2);
        assertThat(command.err.toString()).contains("expected a file of settings, or gauges with --data FILE");
        Path place = folder.resolve("refused");
        assertThat(infer(place, "--set", "methods=[]")).isEqualTo(2);
        assertThat(infer(place, "--set", "draws=5")).isEqualTo(2);
        assertThat(infer(place, "--backend", "abacus")).isEqualTo(2);
        assertThat(command.err.toString()).contains("abacus");
        assertThat(infer(place, "--data", folder.resolve("absent.csv"))).isEqualTo(2);
        assertThat(command.err.toString())
                .contains("methods = []")
                .contains("draws = 5")
                .contains("no such file");
        assertThat(infer(place, "--set", "model=" + folder.resolve("absent"))).isEqualTo(2);
        assertThat(command.err.toString()).contains("is not the folder of a run");
        Path data = gauges("far.csv", "x,y,value\n1,1,4\n50,2,5\n3,4,6\n");
        assertThat(infer(place, "--data", data, "--set", "grid={cells: 8, west: 0, east: 10, south: 0, north: 10}"))
                .isEqualTo(2);
        assertThat(command.err.toString()).contains("gauge at (50.0, 2.0) is outside the map");
        assertThat(place).doesNotExist();
    }
}
