package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.trainrun.TrainedRun;

/** Trains in separate processes, which are stopped, killed and resumed. */
class RunProcessTest {
    private static final int ITERATIONS = 4000;
    private static final long PATIENCE = 120;

    @TempDir
    private Path folder;

    private Process start(Object... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Pushforward.class.getName()));
        Stream.of(arguments).map(Object::toString).forEach(words::add);
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private Object[] training(Path place) {
        return new Object[] {
            "train",
            folder.resolve("settings.yaml"),
            "--out",
            place,
            "--quiet",
            "--set",
            "training.iterations=" + ITERATIONS
        };
    }

    private static boolean hasCheckpointBeyond(Path checkpoints, long iteration) throws IOException {
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("step-"))
                    .anyMatch(name -> Long.parseLong(name.substring("step-".length())) > iteration);
        }
    }

    /** Waits until the process has saved a later step. Watches folders instead of sleeping. */
    private static void awaitCheckpoint(Path place, long beyond, Process process) throws Exception {
        Path checkpoints = place.resolve("checkpoints");
        for (Path watched : List.of(place.getParent(), place, checkpoints)) {
            try (WatchService events = watched.getFileSystem().newWatchService()) {
                watched.register(events, StandardWatchEventKinds.ENTRY_CREATE);
                Path next = watched.equals(checkpoints) ? null : watched.equals(place) ? checkpoints : place;
                while (next == null ? !hasCheckpointBeyond(checkpoints, beyond) : !Files.exists(next)) {
                    assertThat(process.isAlive()).isTrue();
                    var key = events.poll(PATIENCE, TimeUnit.SECONDS);
                    assertThat(key).isNotNull();
                    key.reset();
                }
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test stops a process by SIGTERM, which Windows lacks")
    void resumesBitIdenticallyAfterAStopAndAKill() throws Exception {
        Files.writeString(folder.resolve("settings.yaml"), """
                name: moons
                data: toy
                model: {family: real-nvp, couplings: 2, hidden: 8}
                training: {batch: 32}
                checkpoints: {every: 50}
                run: {threads: 1}
                """);
        Path place = folder.resolve("run");
        Process stopped = start(training(place));
        awaitCheckpoint(place, 0, stopped);
        stopped.destroy();
        assertThat(stopped.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped.exitValue()).isEqualTo(143);
        assertThat(folder.resolve("output"))
                .content()
                .contains("stopping; again to kill")
                .contains("moons: cancelled after")
                .contains("to continue: pushforward resume " + place);

        long reached = TrainedRun.open(place).iteration().orElseThrow();
        Process killed = start("resume", place, "--quiet");
        awaitCheckpoint(place, reached, killed);
        killed.destroyForcibly();
        assertThat(killed.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();

        CommandLine command = new CommandLine();
        assertThat(command.run("resume", place, "--quiet"))
                .as(command.err.toString())
                .isZero();
        Path whole = folder.resolve("whole");
        assertThat(command.run(training(whole))).isZero();
        assertThat(command.run("diff", place, whole)).as(command.out.toString()).isZero();
    }
}
