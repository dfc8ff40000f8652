package org.pushforward.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that only one process at a time can use the checkpoints of a training run. */
class CheckpointsTest {
    @TempDir
    Path folder;

    /** Opens a folder, reports it, and waits for the end of its input. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (Checkpoints held = Checkpoints.open(Path.of(arguments[0]))) {
                System.out.println("open");
                while (System.in.read() >= 0) {
                    held.latestIteration();
                }
            }
        }
    }

    private Process holder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void anotherProcessIsNamedAndItsDeathFreesTheFolder() throws Exception {
        Process process = holder();
        try {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            assertThat(said.readLine()).isEqualTo("open");
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> Checkpoints.open(folder))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessage(folder + " is in use by process " + process.pid()
                                + ": wait for it, stop it, or choose another folder");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (Checkpoints mine = Checkpoints.open(folder)) {
            assertThat(mine.latest()).isEmpty();
            try (Stream<Path> files = Files.list(folder)) {
                List<String> names =
                        files.map(file -> file.getFileName().toString()).toList();
                assertThat(names)
                        .hasSize(2)
                        .contains(".lock")
                        .noneMatch(name -> name.contains("-" + process.pid() + "-"));
            }
        }
    }

    /** Closing a second channel on the lock file would release the lock, and the third attempt would succeed. */
    @Test
    void theSameProcessIsRefusedAndKeepsItsLock() throws Exception {
        try (Checkpoints mine = Checkpoints.open(folder)) {
            assertThat(mine.latestIteration()).isEmpty();
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> Checkpoints.open(folder))
                        .hasMessage(folder + " is in use by this process: close() what writes there first");
            }
            Process other = holder();
            other.getOutputStream().close();
            String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said)
                    .contains("is in use by process " + ProcessHandle.current().pid());
            other.waitFor();
        }
        Checkpoints.open(folder).close();
    }

    @Test
    void leftoversOfDeadProcessesAreRemovedAndBackupsRestored() throws Exception {
        // Process numbers are below 2^22 on Linux.
        Path unfinished = Files.createDirectory(folder.resolve(".step-000000009.unfinished-99999999-5-1f"));
        Files.writeString(unfinished.resolve("model.safetensors"), "half");
        Path replaced = Files.createDirectory(folder.resolve(".best.replaced-99999999-5-20"));
        Files.writeString(replaced.resolve("model.json"), "the best so far");
        Path old = Files.createDirectory(folder.resolve(".step-000000006.replaced-99999999-5-21"));
        Files.createDirectory(folder.resolve("step-000000006"));
        Path foreign = Files.createDirectory(folder.resolve(".step-000000003.unfinished-99999999-5-22"));
        Files.writeString(foreign.resolve("thesis.txt"), "chapter 1");
        Checkpoints.open(folder).close();
        assertThat(unfinished).doesNotExist();
        assertThat(folder.resolve("best/model.json")).hasContent("the best so far");
        assertThat(old).doesNotExist();
        assertThat(foreign.resolve("thesis.txt")).exists();
    }

    /** A folder that was set aside cannot be restored if a dangling link is in its place. */
    @Test
    void aFolderThatCannotBeSweptIsNotHeld() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("best"), folder.resolve("nowhere"));
        Path replaced = Files.createDirectory(folder.resolve(".best.replaced-99999999-5-20"));
        assertThatThrownBy(() -> Checkpoints.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("cannot open " + folder);
        Files.delete(link);
        Checkpoints.open(folder).close();
        assertThat(folder.resolve("best")).isDirectory();
        assertThat(replaced).doesNotExist();
    }

    @Test
    void aLockThatCannotBeTakenInFullIsGivenBack() throws Exception {
        Path strange = Files.createDirectory(folder.resolve(".open-99999999-5"));
        Path inside = Files.writeString(strange.resolve("thesis.txt"), "chapter 1");
        assertThatThrownBy(() -> Checkpoints.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("cannot open " + folder);
        Files.delete(inside);
        Checkpoints.open(folder).close();
        assertThat(strange).doesNotExist();
    }
}
