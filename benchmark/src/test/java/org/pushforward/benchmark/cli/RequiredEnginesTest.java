package org.pushforward.benchmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredEnginesTest {
    @TempDir
    private Path folder;

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("experiment.yaml"), text).toString();
    }

    /** Each says the same in YAML. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "run: {backend: djl, device: gpu:1}",
                "run: {backend: \"djl\", device: 'gpu:1'}",
                "run:\n  seed: 3\n  'backend': djl  # not tensorflow\n  device: \"gpu:1\"\n",
                "{run: {\"backend\": \"djl\",\n \"device\": \"gpu:1\"}, name: 'backend: onnx'}",
                "# backend: onnx\nname: 'device: cpu'\nrun:\n    device: >-\n      gpu:1\n    backend: djl\n",
            })
    void theExperimentSaysWhatItNeeds(String text) throws IOException {
        assertThat(RequiredEngines.of("compare", file(text), "--quiet")).isEqualTo("djl\ngpu:1\n");
    }

    @Test
    void anOptionTakesThePlaceOfTheExperiment() throws IOException {
        String file = file("run: {backend: djl, device: gpu}");

        assertThat(RequiredEngines.of("compare", file, "--backend", "tensorflow"))
                .isEqualTo("tensorflow\ngpu\n");
        assertThat(RequiredEngines.of("compare", "--backend=all", "--device=cpu", file))
                .isEqualTo("all\ncpu\n");
        assertThat(RequiredEngines.of("benchmark", "--backends", "onnx,djl")).isEqualTo("onnx,djl\n\n");
    }

    /** The program itself reports what is wrong. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "run: [", "run: 3", "- run", "run: {backend: [djl]}", "name: x", "a: &a [*a]", "!!x {}"})
    void anUnfitExperimentNeedsNothing(String text) throws IOException {
        assertThat(RequiredEngines.of("compare", file(text))).isEqualTo("\n\n");
    }

    /** A data file may be larger than the memory. */
    @Test
    void aLargeFileIsNotRead() throws IOException {
        String settings = "run: {backend: djl}\n";
        assertThat(RequiredEngines.of("data", file(settings + " ".repeat(1 << 19))))
                .isEqualTo("djl\n\n");
        assertThat(RequiredEngines.of("data", file(settings + " ".repeat(1 << 20))))
                .isEqualTo("\n\n");
    }

    @Test
    void aCallWithoutAFileNeedsNothing() {
        assertThat(RequiredEngines.of()).isEqualTo("\n\n");
        assertThat(RequiredEngines.of("compare", folder.resolve("absent.yaml").toString(), "--backend"))
                .isEqualTo("\n\n");
        assertThat(RequiredEngines.of("compare", folder.toString())).isEqualTo("\n\n");
    }

    @Test
    void aRunSaysWhatItNeedsAndASettingTakesItsPlace() throws IOException {
        Files.writeString(folder.resolve("settings.yaml"), "run: {backend: djl, device: cpu}");
        assertThat(RequiredEngines.of("sample", folder.toString())).isEqualTo("djl\ncpu\n");
        assertThat(RequiredEngines.of("train", folder.toString(), "--set", "run.backend=tensorflow"))
                .isEqualTo("tensorflow\ncpu\n");
        assertThat(RequiredEngines.of("train", "--set=run.device=gpu")).isEqualTo("\ngpu\n");
    }
}
