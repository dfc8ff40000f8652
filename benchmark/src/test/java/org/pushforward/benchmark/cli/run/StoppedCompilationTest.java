package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Backends;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.train.Trained;

/** Stops the command line, as a process, while it traces or compiles. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the test stops a process by SIGTERM, which Windows lacks")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppedCompilationTest {
    private static final String STOPPING = "stopping; again to kill";

    @TempDir
    private Path folder;

    private Process process;
    private BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    /** Starts training of a small model on the engine that says when it compiles. */
    private void train(Path place, String engine, int endless, String... more) throws IOException {
        Path services = Files.createDirectories(folder.resolve("plugin/META-INF/services"));
        Files.writeString(services.resolve(BackendProvider.class.getName()), ReluctantProvider.class.getName());
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dpushforward.terminal=true",
                "-D" + ReluctantProvider.ENGINE + "=" + engine,
                "-D" + ReluctantProvider.ENDLESS + "=" + endless,
                "-cp",
                System.getProperty("java.class.path"),
                Pushforward.class.getName(),
                "train",
                settings().toString(),
                "--out",
                place.toString(),
                "--plugins",
                folder.resolve("plugin").toString(),
                "--backend",
                ReluctantProvider.NAME));
        words.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        process = builder.start();
        output = process.inputReader();
    }

    private Path settings() throws IOException {
        return Files.writeString(folder.resolve("settings.yaml"), """
                name: moons
                data: toy
                model: {family: real-nvp, couplings: 2, hidden: 4}
                training: {iterations: 3, batch: 8}
                run: {threads: 1}
                """);
    }

    /** Sends SIGTERM. Unlike {@link Process#destroy}, this leaves the output open. */
    private void stop() {
        process.toHandle().destroy();
    }

    /** Reads the output of the process until a line contains some text. */
    private void await(String text) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError("the process ended without '" + text + "': " + lines);
    }

    /** Reads the rest of the output and returns the exit code. */
    private int ended() throws IOException, InterruptedException {
        output.lines().forEach(lines::add);
        return process.waitFor();
    }

    private void goesOnFromTheStart(Path place) throws IOException {
        assertThat(lines).anyMatch(line -> line.contains("moons: cancelled after 0 iterations"));
        assertThat(lines).anyMatch(line -> line.contains("to continue: pushforward resume " + place));
        try (Stream<Path> files = Files.walk(place)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("nothing was learned")
                    .noneMatch(name -> name.startsWith("step-") || name.contains("unfinished"));
        }
        assertThat(TrainedRun.open(place).iteration()).isEmpty();
    }

    /** The compilation is still stuck when the message comes, and when the process ends. */
    @Test
    void aStopEndsTrainingThatCompiles() throws Exception {
        Path place = folder.resolve("run");
        train(place, "reference", 1);
        await(ReluctantProvider.began(1));
        stop();
        await(STOPPING);
        assertThat(ended()).isEqualTo(143);
        goesOnFromTheStart(place);
        CommandLine later = new CommandLine();
        assertThat(later.run("resume", place, "--quiet", "--backend", "reference"))
                .as(later.err.toString())
                .isZero();
        assertThat(TrainedRun.open(place).iteration()).hasValue(3);
    }

    /** Scores may be compiled for five seconds after the request. What was learned before is on the disk. */
    @Test
    @Tag("acceptance")
    void aStopEndsScoringThatCompilesAfterItsGrace() throws Exception {
        Path place = folder.resolve("run");
        train(place, "reference", 2);
        await(ReluctantProvider.began(2));
        stop();
        await(STOPPING);
        ended();
        assertThat(TrainedRun.open(place).iteration()).hasValue(3);
        try (Backend backend = Backends.open("reference");
                Trained<Model> trained = TrainedRun.open(place).load(backend, false)) {
            assertThat(trained.sample(RandomKey.of(1), 4).isFinite()).isTrue();
        }
    }

    /** Native code is still compiling when the process ends. */
    @Test
    @Tag("acceptance")
    void aStopEndsTrainingThatNativeCodeCompiles() throws Exception {
        Path place = folder.resolve("run");
        train(place, "onnx", 0, "--set", "model.couplings=200");
        await(ReluctantProvider.began(1));
        stop();
        await(STOPPING);
        assertThat(ended()).isEqualTo(143);
        goesOnFromTheStart(place);
    }

    /** The couplings are so many that tracing lasts much longer than the signal takes. */
    @Test
    @Tag("acceptance")
    void aStopEndsTracing() throws Exception {
        Path place = folder.resolve("run");
        train(place, "reference", 0, "--set", "model.couplings=1000");
        await("compiling");
        stop();
        await(STOPPING);
        assertThat(ended()).isEqualTo(143);
        goesOnFromTheStart(place);
        assertThat(lines).as("it did not come to that").noneMatch(line -> line.contains("compilation"));
    }
}
