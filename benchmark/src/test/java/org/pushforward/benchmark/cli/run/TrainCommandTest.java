package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.benchmark.trainrun.TrainedRun;

/** What {@code train} writes, says and refuses. */
class TrainCommandTest {
    @RegisterExtension
    final SmallRun small = new SmallRun();

    @TempDir
    private Path folder;

    private final CommandLine command = new CommandLine();

    /** Returns the error of a training of a family, without the settings of the small flow. */
    private String refused(String family, Object... more) {
        List<Object> words =
                List.of("train", "--data", small.data(), "--family", family, "--out", folder.resolve("refused"));
        String error = command.refuse(
                Stream.of(words, List.of(more)).flatMap(List::stream).toArray());
        assertThat(folder.resolve("refused")).doesNotExist();
        return error;
    }

    private String refusedSetting(String setting) {
        return refused("real-nvp", "--set", setting);
    }

    @Test
    void describesARunInItsFolder() throws IOException {
        Path run = folder.resolve("run");
        assertThat(command.succeed(SmallRun.training(small.data(), run)))
                .contains("completed after 30 iterations")
                .contains("test log p");
        TrainedRun opened = TrainedRun.open(run);
        assertThat(opened.manifest().coordinates()).containsExactly("height", "width");
        assertThat(opened.manifest().command()).contains("--family", "real-nvp");
        assertThat(opened.manifest().software().threads()).isPositive();
        assertThat(opened.manifest().dataSha256()).isPresent();
        assertThat(opened.settings().toYaml())
                .contains("iterations: 30")
                .contains(small.data().toString());
        assertThat(opened.iteration()).hasValue(30);
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
                .hasSize(33)
                .last()
                .asString()
                .contains("\"iteration\":30")
                .contains("validation");
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("RealNVP on sizes.csv")
                .contains("flow on held-out rows")
                .contains("Reconstructions")
                .contains("Density")
                .contains("pushforward rerun");
    }

    @Test
    void namesTheSettingOfAMistake() {
        assertThat(refused("real-nvq")).contains("did you mean 'real-nvp'");
        assertThat(refusedSetting("training.bach=3"))
                .contains("--set training.bach: unknown key 'bach'")
                .contains("batch");
        assertThat(refusedSetting("training.batch=0")).contains("--set training.batch: batch = 0");
        assertThat(refusedSetting("data.columns=[depth]")).contains("no column 'depth'");
        assertThat(refusedSetting("nothing")).contains("expected PATH=VALUE");
        assertThat(command.refuse("train", "--data", small.data())).contains("--family");
    }

    @Test
    void aModelIsTrainedOnOneDevice() {
        assertThat(refused("real-nvp", "--device", "all"))
                .contains("device 'all'")
                .contains("one device to train on");
    }

    @Test
    void conditionsThatAFamilyIgnoresAreRefused() {
        assertThat(refused("vae", "--set", "data.condition=[width]"))
                .contains("would ignore 'width'")
                .contains("real-nvp");
    }

    @Test
    void refusesToTrainWithoutDiskSpace() {
        assertThat(refusedSetting("checkpoints.keep=100000000"))
                .contains("MB left")
                .contains("checkpoints.keep");
    }

    @Test
    void trainsNothingInADryRun() {
        Path place = folder.resolve("dry");
        assertThat(command.succeed(SmallRun.training(small.data(), place, "--dry-run", "--gpu-memory", 512)))
                .contains("family: real-nvp")
                .contains("gpu-memory: 512")
                .contains("parameters")
                .contains("320 rows for training");
        assertThat(command.succeed(SmallRun.training(small.data(), place, "--dry-run", "--json")))
                .startsWith("{")
                .contains("\"parameters\" : ")
                .contains("\"bytes\" : ")
                .contains("\"trainingSeconds\" : ");
        assertThat(place).doesNotExist();
    }

    @Test
    void aFailedTrainingKeepsTheLastGoodParameters() {
        Path place = folder.resolve("wild");
        assertThat(command.run(SmallRun.training(small.data(), place, "--set", "training.learning-rate=1e10")))
                .isEqualTo(1);
        assertThat(command.err.toString()).contains("the parameters after iteration 1 are kept");
        assertThat(place.resolve("checkpoints/step-000000001")).isDirectory();
        assertThat(place.resolve("report.html")).isRegularFile();
    }
}
