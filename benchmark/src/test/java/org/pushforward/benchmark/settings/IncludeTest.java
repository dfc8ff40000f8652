package org.pushforward.benchmark.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {
    /** A record to read. */
    public record Place(String name, Point point, List<Integer> heights) {
        /** The origin. */
        public Place() {
            this("origin", new Point(), List.of());
        }
    }

    /** A record within it. */
    public record Point(int x, int y) {
        /** The origin. */
        public Point() {
            this(0, 0);
        }
    }

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static Place read(Path file, String... overrides) {
        return new RecordYaml<>(Place.class)
                .read(
                        file,
                        List.of(overrides).stream().map(SettingOverride::parse).toList());
    }

    @Test
    void ownKeysWinOverIncludedOnes() throws IOException {
        file("parts/base.yaml", "name: base\npoint: {x: 1, y: 2}\nheights: [1, 2]\n");
        Path main = file("main.yaml", "include: parts/base.yaml\npoint: {y: 3}\n");
        assertThat(read(main)).isEqualTo(new Place("base", new Point(1, 3), List.of(1, 2)));
        assertThat(read(main, "point.x=7").point()).isEqualTo(new Point(7, 3));
    }

    @Test
    void theLastFileOfAListWinsAndFilesIncludeOthers() throws IOException {
        file("parts/deep.yaml", "heights: [9]\n");
        file("parts/a.yaml", "include: deep.yaml\nname: a\npoint: {x: 1}\n");
        file("parts/b.yaml", "name: b\n");
        Path main = file("main.yaml", "include: [parts/a.yaml, parts/b.yaml]\n");
        assertThat(read(main)).isEqualTo(new Place("b", new Point(1, 0), List.of(9)));
    }

    @Test
    void problemsNameTheFileThatHasThem() throws IOException {
        file("base.yaml", "name: base\npoint: {x: 1, z: 2}\n");
        Path main = file("main.yaml", "include: base.yaml\nheights: [a]\n");
        assertThatThrownBy(() -> read(main))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("base.yaml:2:15: unknown key 'z'")
                .hasMessageContaining(main + ":2:11: ");
        file("base.yaml", "name: [\n");
        assertThatThrownBy(() -> read(main)).hasMessageStartingWith("base.yaml:2:1: not YAML");
    }

    @Test
    void filesOutsideOfTheFolderAreRefused() throws IOException {
        Path outside = file("secret.yaml", "name: secret\n");
        for (String path : List.of("../secret.yaml", outside.toString())) {
            Path main = file("own/main.yaml", "include: " + path + "\n");
            assertThatThrownBy(() -> read(main))
                    .hasMessageContaining(main + ":1:10: ")
                    .hasMessageContaining("it is outside of the folder");
        }
        Files.createSymbolicLink(folder.resolve("own/link.yaml"), outside);
        Path main = file("own/main.yaml", "include: link.yaml\n");
        assertThatThrownBy(() -> read(main)).hasMessageContaining("it is outside of the folder");
    }

    @Test
    void loopsAndMissingFilesAreRefused() throws IOException {
        file("a.yaml", "include: b.yaml\n");
        file("b.yaml", "include: main.yaml\n");
        Path main = file("main.yaml", "include: a.yaml\n");
        assertThatThrownBy(() -> read(main))
                .hasMessageContaining("b.yaml:1:10: cannot include main.yaml: it includes this file");
        Path self = file("self.yaml", "include: self.yaml\n");
        assertThatThrownBy(() -> read(self)).hasMessageContaining("it includes this file");
        Path gone = file("gone.yaml", "include: nothing.yaml\n");
        assertThatThrownBy(() -> read(gone)).hasMessageContaining("there is no such file");
        Path list = file("list.yaml", "include: {a: b}\n");
        assertThatThrownBy(() -> read(list)).hasMessageContaining("expected the path of a file to include");
        file("scalar.yaml", "word\n");
        Path odd = file("odd.yaml", "include: scalar.yaml\n");
        assertThatThrownBy(() -> read(odd)).hasMessageContaining("expected a mapping");
    }

    @Test
    void aFileMayBeIncludedTwice() throws IOException {
        file("base.yaml", "name: base\n");
        file("a.yaml", "include: base.yaml\npoint: {x: 1}\n");
        file("b.yaml", "include: base.yaml\npoint: {y: 1}\n");
        assertThat(read(file("main.yaml", "include: [a.yaml, b.yaml]\n")))
                .isEqualTo(new Place("base", new Point(1, 1), List.of()));
    }
}
