package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.files.DataFile;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Commands that draw rows from a model, or compute something for the rows of a file. */
class RowCommandsTest {
    @RegisterExtension
    final SmallRun small = new SmallRun();

    @TempDir
    private Path folder;

    private final CommandLine command = new CommandLine();

    @Test
    void drawsSamplesInDataUnitsThatDoNotDependOnTheirNumber() {
        Path few = folder.resolve("few.npy");
        Path many = folder.resolve("many.csv");
        command.succeed("sample", small.run(), "-n", 5, "--to", few);
        command.succeed("sample", small.run(), "-n", 70, "--to", many);
        HostArray first = DataFile.at(few).read().numbers("x");
        HostArray heights = DataFile.at(many).read().numbers("height");
        assertThat(heights.shape().dim(0)).isEqualTo(70);
        for (int i = 0; i < 5; i++) {
            // The batches differ, so the samples agree only within rounding errors.
            assertThat(first.get(2 * i)).isCloseTo(heights.get(i), within(1e-3));
            assertThat(heights.get(i)).isBetween(40.0, 160.0);
        }
        assertThat(command.succeed("sample", small.run(), "-n", 3).lines())
                .hasSize(4)
                .first()
                .isEqualTo("height,width");
        command.succeed("sample", small.run(), "-n", 20, "--to", folder.resolve("s.png"));
        assertThat(folder.resolve("s.png")).isNotEmptyFile();
    }

    @Test
    void computesDensitiesCodesAndReconstructions() {
        Path densities = folder.resolve("densities.npy");
        command.succeed("logprob", small.run(), "--data", small.data(), "--to", densities);
        HostArray logProb = DataFile.at(densities).read().numbers("x");
        assertThat(logProb.shape()).isEqualTo(Shape.of(400));
        // In the data's units: a normal distribution of standard deviations 10 and 1 has -log(2 pi 10) - 1 on average.
        double mean = DoubleStream.of(logProb.toDoubles()).average().orElseThrow();
        assertThat(mean).isBetween(-6.5, -4.8);
        Path again = folder.resolve("again.csv");
        command.succeed("reconstruct", small.run(), "--data", small.data(), "--to", again);
        assertThat(DataFile.at(again).read().numbers("height").get(7))
                .isCloseTo(DataFile.at(small.data()).read().numbers("height").get(7), within(1e-2));
        assertThat(command.succeed("encode", small.run(), "--data", small.data())
                        .lines())
                .hasSize(401);
        assertThat(command.succeed("evaluate", small.run(), "--data", small.data(), "--json"))
                .contains("\"rows\" : 400")
                .contains("\"logLikelihoodError\" : 0.");
    }

    @Test
    void namesMissingColumns() throws IOException {
        Path other = Files.writeString(folder.resolve("other.csv"), "height,depth\n1,2\n");
        assertThat(command.refuse("logprob", small.run(), "--data", other)).contains("width");
    }

    @Test
    void describesData() {
        assertThat(command.succeed("data", "describe", small.data()))
                .contains("400 rows")
                .contains("height")
                .contains("width");
        assertThat(command.refuse("data", "describe", folder.resolve("no.csv"))).contains("no.csv");
    }

    /** Somebody may name the data themselves as the output. */
    @Test
    void noOutputReplacesAFileUnlessForced() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.csv"), "height,width\n1,2\n");
        Path arrays = Files.writeString(folder.resolve("mine.npz"), "mine");
        Path array = Files.writeString(folder.resolve("mine.npy"), "mine");
        Path models = Files.createDirectory(folder.resolve("models"));
        Object[][] commands = {
            {"sample", small.run(), "-n", "3", "--to", mine},
            {"logprob", small.run(), "--data", small.data(), "--to", mine},
            {"encode", small.run(), "--data", small.data(), "--to", mine},
            {"reconstruct", small.run(), "--data", small.data(), "--to", mine},
            {"params", "export", small.run(), "--to", arrays},
            {"params", "save", small.run(), "--to", models},
            {"data", "convert", small.data(), "--to", array}
        };
        for (Object[] words : commands) {
            assertThat(command.refuse(words).lines()).singleElement().asString().endsWith("--force replaces it");
        }
        assertThat(mine).hasContent("height,width\n1,2");
        command.succeed("sample", small.run(), "-n", "3", "--to", mine, "--force");
        assertThat(Files.readAllLines(mine)).hasSize(4);
    }
}
