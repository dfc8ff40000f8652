package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.checkpoint.SafeTensors;
import org.pushforward.files.ArrayFile;
import org.pushforward.files.DataFile;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Parameters that leave a run and come back. */
class ParamsCommandTest {
    @RegisterExtension
    final SmallRun small = new SmallRun();

    @TempDir
    private Path folder;

    private final CommandLine command = new CommandLine();

    @Test
    void showsAndExportsParameters() {
        assertThat(command.succeed("params", "show", small.run()))
                .contains("coupling.0")
                .contains("numbers");
        Path file = folder.resolve("p.npz");
        command.succeed("params", "export", small.run(), "--to", file);
        assertThat(DataFile.at(file)).isNotNull();
        command.succeed("params", "export", small.run(), "--to", folder.resolve("p.safetensors"));
        assertThat(command.refuse("params", "export", small.run(), "--to", folder.resolve("p.txt")))
                .contains(".npz");
    }

    @Test
    void savesTheModelWithoutTheStateOfTraining() {
        Path to = folder.resolve("saved");
        command.succeed("params", "save", small.run(), "--to", to);
        ModelCheckpoint checkpoint =
                ModelCheckpoint.load(TrainedRun.open(small.run()).checkpoint(false));
        ModelCheckpoint saved = ModelCheckpoint.load(to);
        assertThat(saved.tensors().keySet())
                .isEqualTo(checkpoint.tensors().keySet().stream()
                        .filter(name -> !name.startsWith(ModelCheckpoint.TRAINING))
                        .collect(Collectors.toSet()));
        saved.tensors().forEach((name, value) -> assertThat(value)
                .isEqualTo(checkpoint.tensors().get(name)));
        assertThat(saved.training()).isEmpty();
        assertThat(saved.blueprint()).isEqualTo(checkpoint.blueprint());
        assertThat(saved.software()).isEqualTo(checkpoint.software());
    }

    @Test
    void parametersAreImportedAsANewCheckpoint() {
        Path own = folder.resolve("own");
        command.succeed(SmallRun.training(small.data(), own, "--quiet"));
        Path file = folder.resolve("changed.npz");
        command.succeed("params", "export", own, "--to", file);
        Map<String, HostArray> changed = new LinkedHashMap<>(ArrayFile.read(file));
        String bias = changed.keySet().stream()
                .filter(name -> name.endsWith("bias"))
                .findFirst()
                .orElseThrow();
        HostArray before = changed.get(bias);
        float[] shifted = before.toFloats();
        shifted[0] += 1;
        changed.put(bias, HostArray.wrap(before.shape(), shifted));
        ArrayFile.write(file, changed);

        assertThat(command.succeed("params", "import", own, "--from", file)).contains("step-000000031");

        assertThat(TrainedRun.open(own).iteration()).hasValue(31);
        Path again = folder.resolve("again.safetensors");
        command.succeed("params", "export", own, "--to", again);
        assertThat(SafeTensors.read(again).tensors().get(bias).toFloats()).containsExactly(shifted);
        command.succeed("sample", own, "-n", 3);
        assertThat(command.fail("resume", own)).contains("step 31, because no training led to it");
        command.succeed("params", "import", own, "--from", again);
        assertThat(TrainedRun.open(own).iteration()).hasValue(32);
    }

    @Test
    void parametersOfAnotherModelAreNotImported() {
        Path file = folder.resolve("right.npz");
        command.succeed("params", "export", small.run(), "--to", file);
        Map<String, HostArray> right = ArrayFile.read(file);
        String name = right.keySet().iterator().next();

        Map<String, HostArray> lacking = new LinkedHashMap<>(right);
        lacking.remove(name);
        assertThat(command.refuse(importing(lacking))).contains("lacks '" + name + "'");
        lacking.put(name + "s", right.get(name));
        assertThat(command.refuse(importing(lacking))).contains("'" + name + "s'", "it has '" + name + "'");
        Map<String, HostArray> other = new LinkedHashMap<>(right);
        other.put(name, HostArray.of(Shape.of(1), 1f));
        assertThat(command.refuse(importing(other))).contains("'" + name + "' of type", "expected");
        float[] numbers = right.get(name).toFloats();
        numbers[0] = Float.NaN;
        other.put(name, HostArray.wrap(right.get(name).shape(), numbers));
        assertThat(command.fail(importing(other))).contains("'" + name + "' contains NaN");
        assertThat(command.refuse("params", "import", small.run(), "--from", small.data()))
                .contains(".npz or .safetensors");
        assertThat(TrainedRun.open(small.run()).iteration()).hasValue(30);
    }

    /** Writes parameters to a file, and returns the words of a command that imports them. */
    private Object[] importing(Map<String, HostArray> parameters) {
        Path file = folder.resolve("wrong.npz");
        ArrayFile.write(file, parameters);
        return new Object[] {"params", "import", small.run(), "--from", file};
    }
}
