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

        assertThatThrownBy(() -> RunFolder.reserve(place, true)).hasMessageContaining("has no .pushforward-files");
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

    @Test
    void aFolderThatHappensToHoldAReportIsNeverReplaced() throws IOException {
        Files.createDirectories(place.resolve(".git"));
        Files.writeString(place.resolve("report.json"), "mine");

        assertThatThrownBy(() -> RunFolder.reserve(place, true)).isInstanceOf(IllegalArgumentException.class);
        assertThat(place.resolve(".git")).isDirectory();
        assertThat(place.resolve("report.json")).hasContent("mine");
    }

    @Test
    void aRunThatSomebodyKeepsSomethingInIsNotReplaced() throws IOException {
        publish("one", false);
        Files.writeString(place.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> RunFolder.reserve(place, true))
                .hasMessageContaining("contains notes.txt, which no run wrote");
        assertThat(place.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void anAlteredListLeadsNowhere() throws IOException {
        publish("one", false);
        Path outside = Files.writeString(place.resolveSibling("outside.txt"), "mine");
        Files.writeString(
                place.resolve(".pushforward-files"),
                Files.readString(place.resolve(".pushforward-files")) + "../outside.txt\n");
        publish("two", true);
        assertThat(outside).hasContent("mine");
        assertThat(place.resolve("report.json")).hasContent("two");
    }

    @Test
    void thePlaceIsTakenAtTheStart() throws IOException {
        try (RunFolder first = RunFolder.reserve(place, false)) {
            assertThatThrownBy(() -> RunFolder.reserve(place, true)).hasMessageContaining("not finished yet");
            first.publish(report("one"));
        }
        assertThat(place.resolve("report.json")).hasContent("one");
        assertThat(besidePlace()).containsExactly("run");
    }

    @Test
    void aPlaceThatIsGivenBackIsFreeAgain() throws IOException {
        RunFolder.reserve(place, false).close();
        assertThat(besidePlace()).isEmpty();
    }

    @Test
    void aRunIsPublishedBesideAPlaceThatWasFilledMeanwhile() throws IOException {
        try (RunFolder folder = RunFolder.reserve(place, false)) {
            Files.writeString(place.resolve("thesis.tex"), "years of work");
            assertThat(folder.publish(report("one"))).isEqualTo(place.resolveSibling("run-2"));
        }
        assertThat(place.resolve("thesis.tex")).hasContent("years of work");
    }

    @Test
    void whatADeadProcessLeftIsSwept() throws IOException {
        // No process has so high a number.
        Path left = place.resolveSibling(".run.unfinished-999999999");
        Files.createDirectories(left.resolve("samples"));
        RunFiles.begin(left);
        Files.writeString(left.resolve("samples").resolve("a.png"), "");
        Files.createDirectories(place);
        Files.writeString(place.resolve(".reserved-999999999"), "");
        Path foreign = Files.createDirectories(place.resolveSibling(".run.unfinished-999999998"));
        Files.writeString(foreign.resolve("thesis.tex"), "years of work");

        publish("one", false);
        assertThat(besidePlace()).containsExactlyInAnyOrder("run", ".run.unfinished-999999998");
        assertThat(place.resolve("report.json")).hasContent("one");
    }

    @Test
    void aRunThatADeadProcessHadSetAsideIsPutBack() throws IOException {
        publish("one", false);
        Files.move(place, place.resolveSibling(".run.unfinished-999999999-old"));
        assertThatThrownBy(() -> publish("two", false)).hasMessageContaining("exists already");
        assertThat(place.resolve("report.json")).hasContent("one");
    }

    @Test
    void aDanglingLinkAndALongNameAreRefusedBeforeAnyWork() throws IOException {
        Files.createDirectories(place.getParent());
        Files.createSymbolicLink(place, runs.resolve("nowhere"));
        assertThatThrownBy(() -> RunFolder.reserve(place, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RunFolder.reserve(runs.resolve("a".repeat(400)), false))
                .isInstanceOf(RunFolderException.class);
        assertThat(runs.resolve("nowhere")).doesNotExist();
    }
}
