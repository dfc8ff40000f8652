package org.pushforward.benchmark.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "old".getBytes(UTF_8));
        AtomicFile.write(file, "new".getBytes(UTF_8));

        assertThat(file).hasContent("new");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "an open file cannot be replaced there")
    void whoReadsTheOldFileReadsAllOfIt() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "the old file".getBytes(UTF_8));
        try (InputStream reader = Files.newInputStream(file)) {
            AtomicFile.write(file, "new".getBytes(UTF_8));

            assertThat(reader.readAllBytes()).asString(UTF_8).isEqualTo("the old file");
        }
    }

    @Test
    void theOldFileStaysIfTheNewOneCannotBeWritten() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "old".getBytes(UTF_8));
        Files.createDirectories(folder.resolve(".a.txt.part").resolve("in the way"));

        assertThatThrownBy(() -> AtomicFile.write(file, "new".getBytes(UTF_8)))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith("cannot write " + file + ": ");
        assertThat(file).hasContent("old");
    }

    @Test
    void aMissingFolderIsNamed() {
        Path file = folder.resolve("missing").resolve("a.txt");

        assertThatThrownBy(() -> AtomicFile.write(file, new byte[0]))
                .isInstanceOf(ReportException.class)
                .hasMessage("cannot write " + file + ": its folder does not exist; make it first");
    }

    @Test
    void aFileWhereAFolderShouldBeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("runs"), "a file");

        assertThatThrownBy(() -> AtomicFile.makeFolder(file))
                .isInstanceOf(ReportException.class)
                .hasMessage("cannot make the folder " + file
                        + ": a file of that name is in the way; remove it or choose another folder");
        assertThatThrownBy(() -> AtomicFile.makeFolder(file.resolve("today")))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("cannot make the folder " + file.resolve("today"));
    }

    @Test
    void aFullDiskAndAForbiddenFolderSayWhatToDo() {
        assertThat(AtomicFile.reason(new FileSystemException("a", null, "No space left on device")))
                .isEqualTo("No space left on device; free some space or choose a folder on another disk");
        assertThat(AtomicFile.reason(new IOException("Disk quota exceeded")))
                .isEqualTo("Disk quota exceeded; free some space or choose a folder on another disk");
        assertThat(AtomicFile.reason(new AccessDeniedException("a")))
                .isEqualTo("permission denied; choose a folder that you may write to");
    }
}
