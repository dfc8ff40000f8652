package org.pushforward.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, "old".getBytes(UTF_8));
        WholeFile.write(file, "new".getBytes(UTF_8));

        assertThat(file).hasContent("new");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "an open file cannot be replaced there")
    void readersOfTheOldFileReadAllOfIt() throws IOException {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, "the old file".getBytes(UTF_8));
        try (InputStream reader = Files.newInputStream(file)) {
            WholeFile.write(file, "new".getBytes(UTF_8));

            assertThat(reader.readAllBytes()).asString(UTF_8).isEqualTo("the old file");
        }
    }

    @Test
    void theOldFileStaysIfTheNewOneCannotBeWritten() throws IOException {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, "old".getBytes(UTF_8));
        Path part = folder.resolve(".a.txt.part-" + ProcessHandle.current().pid());
        Files.createDirectories(part.resolve("in the way"));

        assertThatThrownBy(() -> WholeFile.write(file, "new".getBytes(UTF_8)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot write " + file + ": ");
        assertThat(file).hasContent("old");
    }

    @Test
    void aMissingFolderIsNamed() {
        Path file = folder.resolve("missing").resolve("a.txt");

        assertThatThrownBy(() -> WholeFile.write(file, new byte[0]))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file + ": its folder does not exist; make it first");
    }

    @Test
    void anUnreadableFileSaysWhy() {
        Path file = folder.resolve("missing.json");

        assertThat(WholeFile.unreadable(file, new NoSuchFileException(file.toString())))
                .hasMessage("cannot read " + file + ": no such file");
        assertThat(WholeFile.unreadable(file, new AccessDeniedException(file.toString())))
                .hasMessage("cannot read " + file + ": permission denied");
        assertThat(WholeFile.unreadable(file, new IOException("Is a directory")))
                .hasMessage("cannot read " + file + ": Is a directory");
    }

    @Test
    void aFileWhereAFolderShouldBeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("runs"), "a file");

        assertThatThrownBy(() -> WholeFile.makeFolder(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot make the folder " + file
                        + ": a file of that name is in the way; remove it or choose another folder");
        assertThatThrownBy(() -> WholeFile.makeFolder(file.resolve("today")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot make the folder " + file.resolve("today"));
    }

    @Test
    void aFullDiskAndAForbiddenFolderSayWhatToDo() {
        assertThat(WholeFile.whyNotWritten(new FileSystemException("a", null, "No space left on device")))
                .isEqualTo("No space left on device; free some space or choose a folder on another disk");
        assertThat(WholeFile.whyNotWritten(new IOException("Disk quota exceeded")))
                .isEqualTo("Disk quota exceeded; free some space or choose a folder on another disk");
        assertThat(WholeFile.whyNotWritten(new AccessDeniedException("a")))
                .isEqualTo("permission denied; choose a folder that you may write to");
    }
}
