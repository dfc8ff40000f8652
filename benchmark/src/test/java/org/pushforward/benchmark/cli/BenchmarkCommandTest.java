package org.pushforward.benchmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.timing.Host;

class BenchmarkCommandTest {
    @TempDir
    private Path folder;

    private final CommandLine command = new CommandLine();
    private final StringWriter out = command.out;
    private final StringWriter err = command.err;
    private Path json;

    @BeforeEach
    void choosePlaces() {
        json = folder.resolve("out.json");
    }

    private JsonNode written() throws IOException {
        return new ObjectMapper().readTree(json.toFile());
    }

    private static String times(Host host, int threads, String workload) {
        return String.format(
                "{\"machine\": {\"cpu\": \"%s\", \"cores\": %d, \"threads\": %d}, \"results\": [{\"workload\": \"%s\","
                        + " \"mode\": \"eager\", \"median_s\": 1000, \"p10_s\": 900, \"p90_s\": 1100}]}",
                host.cpu(), host.cores(), threads, workload);
    }

    @Test
    void eachWorkloadAndEngineHasAProcessOfItsOwn() throws IOException {
        Path peers = Files.writeString(folder.resolve("peers.json"), times(Host.current(), 1, "max-sliced-w2"));

        int code = command.run(
                "benchmark",
                "--workloads",
                "realnvp-logprob,max-sliced-w2",
                "--backends",
                "onnx",
                "--threads",
                1,
                "--seconds",
                "0.01",
                "--max-steps",
                5,
                "--batch",
                20,
                "--gpu-memory",
                512,
                "--json",
                json);

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        JsonNode results = written().path("results");
        assertThat(results).hasSize(2);
        for (JsonNode result : results) {
            assertThat(result.path("mode").asText()).isEqualTo("onnx");
            assertThat(result.path("batch").asInt()).isEqualTo(20);
            assertThat(result.path("steps").asInt()).isEqualTo(5);
            assertThat(result.path("early")).hasSize(5);
        }
        assertThat(results.path(0).path("workload").asText()).isEqualTo("realnvp-logprob");
        assertThat(written().path("machine").path("threads").asInt()).isEqualTo(1);
        assertThat(written().path("machine").path("device").asText()).isEqualTo("cpu");
        assertThat(out.toString()).contains("median ms").containsPattern("max-sliced-w2 +onnx +\\d");

        // Times of the standard size say nothing of twenty points.
        assertThat(command.run(
                        "benchmark", "--workloads", "max-sliced-w2", "--threads", 1, "--batch", 20, "--against", peers))
                .isEqualTo(2);
        assertThat(err.toString()).contains("its times are for the standard sizes");
    }

    @Test
    void memoryInWhichNoEngineStartsIsRefused() {
        assertThat(command.run("benchmark", "--workloads", "max-sliced-w2", "--gpu-memory", 8))
                .isEqualTo(2);
        assertThat(err.toString()).contains("gpuMebibytes = 8: expected 64 or more");
    }

    @Test
    void aPeerTakesTurns() throws IOException {
        Path log = folder.resolve("log");
        Path peer = Files.writeString(
                folder.resolve("peer.sh"),
                "echo \"$@\" >> '" + log + "'\nfor file; do :; done\nprintf '%s' '"
                        + times(Host.current(), 1, "max-sliced-w2") + "' > \"$file\"\n");

        int code = command.run(
                "benchmark",
                "--workloads",
                "max-sliced-w2",
                "--backends",
                "onnx",
                "--threads",
                1,
                "--seconds",
                "0.01",
                "--batch",
                20,
                "--peer",
                "sh '" + peer + "'",
                "--rounds",
                1,
                "--json",
                json);

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(Files.readAllLines(log)).hasSize(3).allMatch(line -> line.contains("--threads 1 --seconds 0.01"));
        assertThat(written().path("peers")).hasSize(3);
        assertThat(written().path("ratios").path(0).path("ratio").asDouble()).isGreaterThan(1);
        assertThat(out.toString())
                .contains("Their time divided by ours")
                .containsPattern("geometric mean +best engine");
    }

    @Test
    void aFailureIsReportedAndGivesExitCodeOne() throws IOException {
        int code = command.run(
                "benchmark",
                "--workloads",
                "unet-train",
                "--backends",
                "onnx",
                "--threads",
                1,
                "--seconds",
                "0.01",
                "--batch",
                1,
                "--width",
                12,
                "--json",
                json);

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("unet-train").contains("FAILED").contains("groups that divide");
        assertThat(written().path("results").path(0).path("error").asText()).contains("[12, 24, 24]");
    }

    @Test
    void aWrongCallGivesExitCodeTwo() throws IOException {
        Path other =
                Files.writeString(folder.resolve("other.json"), times(new Host("Abacus 3000", 2), 1, "max-sliced-w2"));
        Path knitting = Files.writeString(folder.resolve("knitting.json"), times(Host.current(), 1, "knitting"));

        assertThat(command.run("benchmark", "--workloads", "vea-train")).isEqualTo(2);
        assertThat(command.run("benchmark", "--backends", "onyx")).isEqualTo(2);
        assertThat(command.run("benchmark", "--backends", "djl")).isEqualTo(2);
        assertThat(command.run("benchmark", "--seconds", "-1")).isEqualTo(2);
        assertThat(command.run("benchmark", "--threads", "0")).isEqualTo(2);
        assertThat(command.run("benchmark", "--rounds", "0")).isEqualTo(2);
        assertThat(command.run("benchmark", "--batch", "0")).isEqualTo(2);
        assertThat(command.run("benchmark", "--workloads", "max-sliced-w2", "--width", "8"))
                .isEqualTo(2);
        assertThat(command.run("benchmark", "--json", folder.resolve("absent/out.json")))
                .isEqualTo(2);
        assertThat(command.run("benchmark", "--threads", "1", "--against", other))
                .isEqualTo(2);
        assertThat(command.run("benchmark", "--threads", "1", "--against", knitting))
                .isEqualTo(2);
        assertThat(command.run("benchmark", "--against", other, "--peer", "x")).isEqualTo(2);
        assertThat(command.run("benchmark", "--scaling", folder.resolve("cost.html"), "--batch", 8))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains("no workload 'vea-train': did you mean 'vae-train'?")
                .contains("no backend 'onyx': did you mean 'onnx'?")
                .contains("backend 'djl' is not on the class path")
                .contains("seconds = -1.0")
                .contains("threads = 0")
                .contains("rounds = 0")
                .contains("batch = 0")
                .contains("workload max-sliced-w2 has no width")
                .contains("its folder does not exist")
                .contains("it was measured on 2 cores of Abacus 3000")
                .contains("knitting")
                .contains("--against and --peer: give only one of them")
                .contains("--scaling chooses its own sizes")
                .doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
        assertThat(Files.list(folder)).containsExactlyInAnyOrder(other, knitting);
    }

    @Test
    void aFileOfTimesIsComparedWith() throws IOException {
        command.interruption.cancellation().request();
        Path peers = Files.writeString(folder.resolve("peers.json"), times(Host.current(), 1, "max-sliced-w2"));

        // Interrupted before anything was timed: the file was read and found fit by then.
        assertThat(command.run(
                        "benchmark",
                        "--workloads",
                        "max-sliced-w2,vae-train",
                        "--backends",
                        "onnx",
                        "--threads",
                        1,
                        "--against",
                        peers,
                        "--json",
                        json))
                .isEqualTo(130);
        assertThat(err.toString()).contains("peers.json has no times of vae-train");
        assertThat(written().path("results")).isEmpty();
    }

    @Test
    void moreThreadsThanCoresAreWarnedOf() {
        // Nothing is timed: it was interrupted before.
        command.interruption.cancellation().request();
        int threads = Runtime.getRuntime().availableProcessors() + 1;

        assertThat(command.run("benchmark", "--workloads", "max-sliced-w2", "--backends", "onnx", "--threads", threads))
                .isEqualTo(130);
        assertThat(err.toString()).contains("warning: --threads " + threads + " on " + (threads - 1) + " cores");
    }

    @Test
    void anAbsentDeviceIsNamed() throws IOException {
        int code = command.run(
                "benchmark",
                "--workloads",
                "max-sliced-w2",
                "--backends",
                "onnx",
                "--device",
                "gpu:77",
                "--seconds",
                "0.01",
                "--json",
                json);

        assertThat(code).isEqualTo(1);
        assertThat(out.toString() + err).contains("gpu:77");
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsRefusedBeforeTheWork() {
        assertThat(command.run("benchmark", "--workloads", "all", "--json", "/proc/x.json"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no file can be created in /proc");
    }
}
