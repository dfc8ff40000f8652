package org.pushforward.conformance.junit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.checkpoint.CheckpointException;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.models.TrainingProcess;
import org.pushforward.random.RandomKey;

/**
 * Training whose process is killed at random moments, as by {@code kill -9}, and restarted gives the bits of uninterrupted training. Every
 * second kill is aimed at the time when a checkpoint has been written but not yet moved to its final path. The same holds if the disk is
 * full for a while. The author of a backend extends this and names the backend.
 */
public abstract class KilledTraining {
    private static final RandomKey KEY = RandomKey.of(20261127);
    private static final int MOST_ITERATIONS = 8;
    private static final int SPINS = 4_000_000;
    /** What a process that was killed by signal 9 returns. */
    private static final int KILLED = 128 + 9;

    @TempDir
    Path folder;

    private FastStart java;
    private int killed;
    private int killedInWriting;
    private int killedBeforeRenaming;

    /** Makes the command that starts processes. */
    @BeforeEach
    final void pack() throws IOException {
        java = new FastStart(folder);
    }

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

    @Tag("acceptance")
    @TestFactory
    final Stream<DynamicTest> trainingWhoseDiskIsFullTenTimesGivesTheSameBits(TestReporter reporter) {
        return Stream.of("real-nvp", "vae", "wgan-gp", "diffusion")
                .map(example -> DynamicTest.dynamicTest(example, () -> checkFullDisk(example, 10, reporter)));
    }

    private void check(String example, int runs, int kills, TestReporter reporter) throws Exception {
        killed = 0;
        killedInWriting = 0;
        killedBeforeRenaming = 0;
        ModelCheckpoint expected = uninterrupted(example);
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
            checkCompleted(example + ", run " + run, example, interrupted, expected);
        }
        Expect.isTrue(
                killed + " processes were killed before they were done, of " + runs * kills, killed >= runs * kills);
        // About one kill in six comes in writing, so a few kills may all miss it.
        Expect.isTrue("some of " + killed + " kills came in writing", killedInWriting > 0 || runs == 1);
        reporter.publishEntry(
                example + " on " + backend(),
                runs + " runs, " + killed + " processes killed, " + killedInWriting + " of them in writing, "
                        + killedBeforeRenaming + " between writing and renaming; the same bits in every run");
    }

    /**
     * The disk is full ten times, with random room for a part of a checkpoint. Every second time, the process is also killed. Otherwise
     * it trains to the end and must say that the disk is full.
     */
    private void checkFullDisk(String example, int times, TestReporter reporter) throws Exception {
        ModelCheckpoint expected = uninterrupted(example);
        Path place = folder.resolve(example + "-full");
        Optional<SmallDisk> mounted = SmallDisk.mount(place);
        Assumptions.assumeTrue(mounted.isPresent(), "mounting a file system needs root on Linux");
        try (SmallDisk disk = mounted.orElseThrow()) {
            UniformRandomProvider random = KEY.fold(example).fold("full").stream();
            killAfterSomeSteps(example, place, random);
            long size = bytes(place.resolve(TrainingProcess.RUN)) / 3;
            for (int i = 0; i < times; i++) {
                disk.fill(random.nextLong(size));
                if (i % 2 == 0) {
                    killAfterSomeSteps(example, place, random);
                } else {
                    refuseToEnd(example, place);
                }
                disk.empty();
                killAfterSomeSteps(example, place, random);
            }
            checkCompleted(example + " on a disk that was full", example, place, expected);
        }
        reporter.publishEntry(
                example + " on " + backend(), "the disk was full " + times + " times; the same bits in the end");
    }

    private ModelCheckpoint uninterrupted(String example) throws Exception {
        Path whole = folder.resolve(example + "-whole");
        complete(example, whole);
        return ModelCheckpoint.load(whole.resolve(TrainingProcess.RESULT));
    }

    private void checkCompleted(String name, String example, Path place, ModelCheckpoint expected) throws Exception {
        complete(example, place);
        ModelCheckpoint actual = ModelCheckpoint.load(place.resolve(TrainingProcess.RESULT));
        Expect.equal(name + ": tensors", actual.tensors(), expected.tensors());
        Expect.equal(name + ": preprocessing", actual.preprocessing(), expected.preprocessing());
        Expect.equal(name + ": training", actual.training(), expected.training());
        Expect.equal(name + ": what killed processes left", unfinished(place), List.of());
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private Process start(String example, Path place) throws IOException {
        Files.createDirectories(place);
        return new ProcessBuilder(java.command(TrainingProcess.class, backend(), example, place.toString()))
                .redirectError(errors().toFile())
                .start();
    }

    private Path errors() {
        return folder.resolve("errors.txt");
    }

    private void complete(String example, Path place) throws Exception {
        Process process = start(example, place);
        process.getOutputStream().close();
        List<String> said = reader(process).lines().toList();
        int exit = process.waitFor();
        boolean done = !said.isEmpty() && said.get(said.size() - 1).equals("done");
        Expect.isTrue(
                example + " ends with 'done', having said " + said + " and " + Files.readString(errors()),
                exit == 0 && done);
    }

    /** Lets a process train to the end although it cannot save anything. */
    private void refuseToEnd(String example, Path place) throws Exception {
        Process process = start(example, place);
        process.getOutputStream().close();
        List<String> said = reader(process).lines().toList();
        int exit = process.waitFor();
        String errors = Files.readString(errors());
        Expect.isTrue(
                example + " fails on a full disk and names the reason, not with exit code " + exit + ", " + said
                        + " and " + errors,
                exit != 0 && errors.contains("No space left on device") && !said.contains("done"));
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

    /**
     * Kills a process as soon as it has written a checkpoint that is not yet at its final path, or, if this process is too slow to see
     * that, a step later.
     */
    private void killInWriting(String example, Path place) throws Exception {
        Process process = start(example, place);
        try (OutputStream permits = process.getOutputStream();
                BufferedReader said = reader(process)) {
            int done = 0;
            while (process.isAlive()
                    && done <= TrainingProcess.SNAPSHOTS
                    && unfinished(place).stream().noneMatch(KilledTraining::isWritten)) {
                if (said.ready() && said.readLine().startsWith("iteration")) {
                    done++;
                    permits.write(0);
                    permits.flush();
                }
                Thread.yield();
            }
            kill(process, place);
        }
    }

    private void kill(Process process, Path place) throws Exception {
        process.destroyForcibly();
        if (process.waitFor() == KILLED) {
            killed++;
            List<Path> left = unfinished(place);
            killedInWriting += left.isEmpty() ? 0 : 1;
            killedBeforeRenaming += left.stream().anyMatch(KilledTraining::isComplete) ? 1 : 0;
        }
    }

    private static boolean isWritten(Path folder) {
        return Files.exists(folder.resolve("model.json"));
    }

    private static boolean isComplete(Path folder) {
        try {
            ModelCheckpoint.load(folder);
            return true;
        } catch (CheckpointException e) {
            return false;
        }
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
