package org.pushforward.benchmark.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.report.Vectors;
import org.pushforward.random.RandomKey;

class FileSettingsTest {
    @TempDir
    Path folder;

    private Path file(String header) throws IOException {
        int width = header.split(",").length;
        String rows = IntStream.range(0, 100)
                .mapToObj(i -> IntStream.range(0, width)
                        .mapToObj(j -> String.valueOf(i + 1000 * j))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("a.csv"), header + "\n" + rows + "\n");
    }

    @Test
    void readsAComparisonOfAFile() throws IOException {
        Path path = file("a,b,t");
        String yaml = """
                name: own
                comparisons:
                  - name: own
                    data:
                      kind: file
                      path: %s
                      columns: [b, a]
                      condition: [t]
                      missing: drop
                      split: {kind: blocks, length: 5, validation: 0.2, test: 0.3}
                    models: [{model: real-nvp}]
                """.formatted(path);
        Experiment experiment = Experiment.yaml().parse("own.yaml", yaml);
        FileTarget target = ((FileSettings) experiment.comparisons().get(0).data()).load();
        assertThat(target.domain()).isEqualTo(new Vectors(List.of("b", "a")));
        assertThat(target.training().size()).isEqualTo(50);
        assertThat(target.coordinates()).containsExactly("b", "a");
        assertThat(target.split(10, RandomKey.of(1)).validation().count()).isEqualTo(10);
        assertThat(target.heldOut(1000, RandomKey.of(1)).first().count()).isEqualTo(15);
        assertThat(Experiment.yaml().parse("again", experiment.toYaml())).isEqualTo(experiment);
    }

    @Test
    void readsOneOrThreeColumnsAsVectors() throws IOException {
        FileSettings settings = new FileSettings(file("a,b,t").toString());
        assertThat(settings.load().domain()).isEqualTo(new Vectors(List.of("a", "b", "t")));
        assertThat(settings.absolute()).isEqualTo(settings);
    }

    @Test
    void refusesATargetWithoutTestRows() throws IOException {
        FileSettings settings = Experiment.yaml()
                                .parse(
                                        "x",
                                        "name: x\ncomparisons: [{name: x, data: {kind: file, path: " + file("a,b")
                                                + ", split: {kind: rows, test: 0}}, models: [{model: real-nvp}]}]")
                                .comparisons()
                                .get(0)
                                .data()
                        instanceof FileSettings file
                ? file
                : new FileSettings();
        assertThatThrownBy(() -> settings.load().heldOut(10, RandomKey.of(1)))
                .hasMessageContaining("a.csv has 0 test rows");
    }
}
