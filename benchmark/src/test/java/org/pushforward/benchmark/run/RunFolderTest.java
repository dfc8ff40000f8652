package org.pushforward.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path runs;

    private Path place;

    @BeforeEach
    void choosePlace() {
        place = runs.resolve("deep").resolve("run");
    }

    private static Consumer<Path> report(String text) {
        return folder -> {
            try {
                Files.writeString(folder.resolve("report.json"), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private void publish(String text, boolean replace) {
        try (RunFolder folder = RunFolder.reserve(place, replace)) {
            folder.publish(report(text));
        }
    }

    private Stream<String> besidePlace() throws IOException {
        return Files.list(place.getParent()).map(path -> path.getFileName().toString());
    }

    @Test
    void aCompletedRunIsMovedIntoPlaceAndNothingElseRemains() throws IOException {
        publish("one", false);

        assertThat(place.resolve("report.json")).hasContent("one");
        assertThat(besidePlace()).containsExactly("run");
    }

    @Test
    void aRunIsNotReplacedUnlessAskedFor() throws IOException {
        publish("one", false);

        assertThatThrownBy(() -> publish("two", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--force");
        assertThat(place.resolve("report.json")).hasContent("one");

        publish("two", true);
        assertThat(place.resolve("report.json")).hasContent("two");
        assertThat(besidePlace()).containsExactly("run");
    }

    @Test
    void aFolderThatIsNotARunIsNeverReplaced() throws IOException {
        Files.createDirectories(place);
        Files.writeString(place.resolve("thesis.tex"), "years of work");

        assertThatThrownBy(() -> RunFolder.reserve(place, true)).hasMessageContaining("holds no report.json");
        assertThat(place.resolve("thesis.tex")).hasContent("years of work");
    }

    @Test
    void aFailureLeavesTheOldRunAndNothingElse() throws IOException {
        publish("one", false);
        try (RunFolder folder = RunFolder.reserve(place, true)) {
            assertThatThrownBy(() -> folder.publish(unfinished -> {
                        report("half").accept(unfinished);
                        throw new UncheckedIOException(
                                new FileSystemException("samples", null, "No space left on device"));
                    }))
                    .isInstanceOf(RunFolderException.class)
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining(place.toString());
        }

        assertThat(place.resolve("report.json")).hasContent("one");
        assertThat(besidePlace()).containsExactly("run");
    }

    @Test
    void aPlaceBelowAFileIsRefusedBeforeAnyWork() throws IOException {
        Path file = Files.writeString(runs.resolve("file"), "");

        assertThatThrownBy(() -> RunFolder.reserve(file.resolve("run"), false))
                .isInstanceOf(RunFolderException.class)
                .hasMessageContaining("cannot write to " + file);
    }
}
