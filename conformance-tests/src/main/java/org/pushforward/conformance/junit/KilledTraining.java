package org.pushforward.conformance.junit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.models.TrainingProcess;
import org.pushforward.random.RandomKey;

/**
 * Training whose process is killed at random moments, as by {@code kill -9}, and started again, gives the bits of training that runs
 * through. Every second kill happens when a checkpoint has been written but not yet moved to its final path. The author of a
 * backend extends this
 * and names the backend.
 */
public abstract class KilledTraining {
    private static final RandomKey KEY = RandomKey.of(20261127);
    private static final int MOST_ITERATIONS = 8;
    private static final int SPINS = 4_000_000;
    /** What a process that was killed by signal 9 returns. */
    private static final int KILLED = 128 + 9;

    @TempDir
    Path folder;

    private int killed;
    private int killedInWriting;

    /** For subclasses. */
    protected KilledTraining() {}

    /** Returns the name of the backend. */
    protected abstract String backend();

    @Test
    final void trainingThatIsKilledGivesTheSameBits(TestReporter reporter) throws Exception {
        check("real-nvp", 1, 3, reporter);
    }

    @Tag("acceptance")
    @TestFactory
    final Stream<DynamicTest> trainingThatIsKilledTenTimesGivesTheSameBitsTenTimes(TestReporter reporter) {
        return Stream.of("real-nvp", "vae", "wgan-gp", "diffusion")
                .map(example -> DynamicTest.dynamicTest(example, () -> check(example, 10, 10, reporter)));
    }

    private void check(String example, int runs, int kills, TestReporter reporter) throws Exception {
        killed = 0;
        killedInWriting = 0;
        Path whole = folder.resolve(example + "-whole");
        complete(example, whole);
        ModelCheckpoint expected = ModelCheckpoint.load(whole.resolve(TrainingProcess.RESULT));
        for (int run = 0; run < runs; run++) {
            Path interrupted = folder.resolve(example + "-run-" + run);
            UniformRandomProvider random = KEY.fold(example).fold(run).stream();
            for (int kill = 0; kill < kills; kill++) {
                if (kill % 2 == 0) {
                    killAfterSomeSteps(example, interrupted, random);
                } else {
                    killInWriting(example, interrupted);
                }
            }
            complete(example, interrupted);
            ModelCheckpoint actual = ModelCheckpoint.load(interrupted.resolve(TrainingProcess.RESULT));
            String name = example + ", run " + run + ": ";
            Expect.equal(name + "tensors", actual.tensors(), expected.tensors());
            Expect.equal(name + "preprocessing", actual.preprocessing(), expected.preprocessing());
            Expect.equal(name + "training", actual.training(), expected.training());
            Expect.equal(name + "what killed processes left", unfinished(interrupted), List.of());
        }
        Expect.isTrue(
                killed + " processes were killed before they were done, of " + runs + " at least", killed >= runs);
        Expect.isTrue("some of " + killed + " kills came in writing", killedInWriting > 0);
        reporter.publishEntry(
                example + " on " + backend(),
                runs + " runs, " + killed + " processes killed, " + killedInWriting + " of them in writing");
    }

    private Process start(String example, Path place) throws IOException {
        Files.createDirectories(place);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingProcess.class.getName(),
                        backend(),
                        example,
                        place.toString())
                .redirectError(place.resolve("errors.txt").toFile())
                .start();
    }

    private void complete(String example, Path place) throws Exception {
        Process process = start(example, place);
        process.getOutputStream().close();
        List<String> said = reader(process).lines().toList();
        int exit = process.waitFor();
        boolean done = !said.isEmpty() && said.get(said.size() - 1).equals("done");
        Expect.isTrue(
                example + " ends with 'done', having said " + said + " and "
                        + Files.readString(place.resolve("errors.txt")),
                exit == 0 && done);
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Lets a process make some steps, and kills it at a random moment of those after. */
    private void killAfterSomeSteps(String example, Path place, UniformRandomProvider random) throws Exception {
        Process process = start(example, place);
        int steps = 1 + random.nextInt(MOST_ITERATIONS);
        try (OutputStream permits = process.getOutputStream();
                BufferedReader said = reader(process)) {
            permits.write(new byte[steps + 2]);
            permits.flush();
            int done = 0;
            for (String line = ""; line != null && done < steps; line = said.readLine()) {
                done += line.startsWith("iteration") ? 1 : 0;
            }
            for (int spin = random.nextInt(SPINS); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            kill(process, place);
        }
    }

    /** Lets a process run, and kills it as soon as it has written a checkpoint that is not yet at its final path. */
    private void killInWriting(String example, Path place) throws Exception {
        Process process = start(example, place);
        process.getOutputStream().close();
        while (process.isAlive() && unfinished(place).stream().noneMatch(KilledTraining::isWritten)) {
            Thread.onSpinWait();
        }
        kill(process, place);
    }

    private void kill(Process process, Path place) throws Exception {
        process.destroyForcibly();
        if (process.waitFor() == KILLED) {
            killed++;
            killedInWriting += unfinished(place).isEmpty() ? 0 : 1;
        }
    }

    private static boolean isWritten(Path folder) {
        return Files.exists(folder.resolve("model.json"));
    }

    private static List<Path> unfinished(Path place) throws IOException {
        Path run = place.resolve(TrainingProcess.RUN);
        if (!Files.isDirectory(run)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> file.getFileName().toString().contains(".unfinished-"))
                    .toList();
        }
    }
}
