package org.pushforward.benchmark.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.BackendOptions;
import org.pushforward.benchmark.workload.Workload;
import org.pushforward.benchmark.workload.Workloads;

class OpponentsTest {
    private static final Host HOST = new Host("Abacus 3000", 2);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = folder.resolve("peers.json");
        Files.writeString(file, """
                {"machine": {"cpu": "Abacus 3000", "cores": 2, "threads": 2, "torch": "2.13"},
                 "results": [
                  {"workload": "vae-train", "mode": "eager", "median_s": 0.5, "p10_s": 0.4, "p90_s": 0.6},
                  {"workload": "vae-train", "mode": "compile", "error": "no compiler"},
                  {"workload": "max-sliced-w2", "mode": "eager", "median_s": 8, "p10_s": 7, "p90_s": 9},
                  {"workload": "max-sliced-w2-npsort", "mode": "eager", "median_s": 1, "p10_s": 1, "p90_s": 1},
                  {"workload": "knitting", "mode": "eager", "median_s": 1, "p10_s": 1, "p90_s": 1}]}
                """);
    }

    private List<Timing> in(Host host, int threads, String workloads) {
        List<Workload> chosen = Workloads.named(workloads);
        return Opponents.in("peers.json", TimingFile.read(file), host, threads, chosen);
    }

    @Test
    void theTimesOfTheChosenWorkloadsAreFound() {
        assertThat(in(HOST, 2, "vae-train")).containsExactly(new Timing("vae-train", "eager", 0.5, 0.4, 0.6));
        assertThat(in(HOST, 2, "all"))
                .extracting(Timing::workload)
                .containsExactly("vae-train", "max-sliced-w2", "max-sliced-w2");
    }

    @Test
    void aBetterWayToDoAWorkloadIsAModeOfIt() {
        assertThat(in(HOST, 2, "max-sliced-w2"))
                .extracting(Timing::mode, Timing::median)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("eager", 8.0),
                        org.assertj.core.groups.Tuple.tuple("npsort", 1.0));
    }

    @Test
    void aFileOfAnotherMachineIsRefused() {
        assertThatThrownBy(() -> in(new Host("Abacus 4000", 2), 2, "all"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("peers.json cannot be compared with")
                .hasMessageContaining("2 cores of Abacus 3000")
                .hasMessageContaining("2 cores of Abacus 4000");
        assertThatThrownBy(() -> in(new Host("Abacus 3000", 64), 2, "all")).hasMessageContaining("64 cores");
    }

    @Test
    void aFileOfAnotherNumberOfThreadsIsRefused() {
        assertThatThrownBy(() -> in(HOST, 1, "all"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--threads 2, not 1");
    }

    @Test
    void aFileOfOtherWorkloadsIsRefused() {
        assertThatThrownBy(() -> in(HOST, 2, "unet-train"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("knitting")
                .hasMessageContaining("none of [unet-train]");
    }

    @Test
    void invalidFilesOfTimesAreRefused() throws IOException {
        Path absent = folder.resolve("absent.json");
        assertThatThrownBy(() -> TimingFile.read(absent)).hasMessage(absent + ": no such file");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"machine\": ");
        assertThatThrownBy(() -> TimingFile.read(broken)).hasMessageContaining("is not JSON");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"name\": \"x\"}");
        assertThatThrownBy(() -> TimingFile.read(other)).hasMessageContaining("expected an object with 'machine'");
    }

    @Test
    void linuxNamesItsProcessors() {
        List<String> lines = List.of(
                "processor\t: 0",
                "model name\t: Abacus 3000",
                "flags : a",
                "",
                "processor\t: 1",
                "model name\t: Abacus 3000");

        assertThat(Host.parse(lines)).isEqualTo(HOST);
        JsonNode written =
                Session.begin(HOST, BackendOptions.defaults().withThreads(2), 1).end();
        assertThat(Host.of(written)).isEqualTo(HOST);
        assertThat(written.path("threads").asInt()).isEqualTo(2);
        // A processor that says no name still has cores.
        assertThat(Host.parse(List.of("processor : 0")).cores()).isPositive();
    }
}
