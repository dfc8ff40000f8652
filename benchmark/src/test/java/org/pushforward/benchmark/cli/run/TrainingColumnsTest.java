package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/** Columns with a role in training: conditions and weights. */
class TrainingColumnsTest {
    @TempDir
    private Path folder;

    private final CommandLine command = new CommandLine();

    /** The scale of a condition has no effect: with a power of two, not even on the last bit. */
    @Test
    void conditionsAreScaledLikeData() throws IOException {
        List<String> samples = new ArrayList<>();
        for (float unit : new float[] {1, 1024}) {
            float[] values = RandomKey.of(6).normal(Shape.of(300, 2)).toFloats();
            StringBuilder text = new StringBuilder("x,y,t\n");
            for (int i = 0; i < 300; i++) {
                float t = i % 7;
                text.append(values[2 * i] + t + "," + values[2 * i + 1] + "," + unit * t + "\n");
            }
            Path file = Files.writeString(folder.resolve("given-" + unit + ".csv"), text);
            Path place = folder.resolve("given-" + unit);
            command.succeed(SmallRun.training(file, place, "--set", "data.condition=[t]"));
            samples.add(samples(place, "--given", file, "-n", 300));
        }
        assertThat(samples.get(1)).isEqualTo(samples.get(0));
    }

    /** A row of weight 2 counts like two rows, in every step, so the parameters have the same bits. */
    @Test
    void weightsCountLikeRepeatedRows() throws IOException {
        float[] values = RandomKey.of(6).normal(Shape.of(60, 2)).toFloats();
        StringBuilder once = new StringBuilder("x,y,w\n");
        StringBuilder repeated = new StringBuilder("x,y\n");
        for (int i = 0; i < 60; i++) {
            String row = values[2 * i] + "," + values[2 * i + 1];
            once.append(row + "," + i % 3 + "\n");
            repeated.append((row + "\n").repeat(i % 3));
        }
        assertThat(afterTraining("once", once, "data.weights=w")).isEqualTo(afterTraining("repeated", repeated));
    }

    /** Trains on all rows of a table and returns samples. */
    private String afterTraining(String name, CharSequence table, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".csv"), table);
        List<Object> words = new ArrayList<>(
                List.of("train", "--data", file, "--family", "real-nvp", "--out", folder.resolve(name)));
        words.addAll(SmallRun.set(
                "model.couplings=2",
                "model.hidden=8",
                "training={iterations: 30, batch: 32}",
                "data.split={kind: rows, validation: 0, test: 0}"));
        words.addAll(SmallRun.set(more));
        command.succeed(words.toArray());
        return samples(folder.resolve(name), "-n", 100);
    }

    private String samples(Path run, Object... more) throws IOException {
        Path file = folder.resolve(run.getFileName() + "-samples.csv");
        List<Object> words = new ArrayList<>(List.of("sample", run, "--to", file));
        words.addAll(List.of(more));
        command.succeed(words.toArray());
        return Files.readString(file);
    }
}
