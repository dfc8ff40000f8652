package org.pushforward.benchmark.trainrun;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.checkpoint.Checkpoints;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.checkpoint.SafeTensors;
import org.pushforward.files.ArrayFile;
import org.pushforward.settings.KeyName;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/** Parameters and buffers that another program wrote, as a new checkpoint of a run. */
public final class ParameterImport {
    private final Path file;
    private final Map<String, HostArray> given;

    private ParameterImport(Path file, Map<String, HostArray> given) {
        this.file = file;
        this.given = given;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if its name does not end with .npz or .safetensors, or it cannot be read as NPZ
     * @throws org.pushforward.checkpoint.CheckpointException if it cannot be read as safetensors
     */
    public static ParameterImport of(Path file) {
        if (file.toString().endsWith(".npz")) {
            return new ParameterImport(file, ArrayFile.read(file));
        }
        if (file.toString().endsWith(".safetensors")) {
            return new ParameterImport(file, SafeTensors.read(file).tensors());
        }
        throw new IllegalArgumentException(
                "cannot read " + file + ": expected a name that ends with .npz or .safetensors");
    }

    /**
     * Writes the checkpoint after the last one of the run, which stays.
     *
     * @return its folder
     * @throws IllegalArgumentException if the run has no checkpoint yet, or the file has not one array for each parameter and
     *     buffer of the model, of its shape and type; float64 may stand for float32
     * @throws org.pushforward.checkpoint.CheckpointException if a number is not finite, or another process has the run open
     */
    public Path into(TrainedRun run) {
        Path last = run.checkpoint(false);
        try (Checkpoints checkpoints = Checkpoints.open(run.checkpoints())) {
            ModelCheckpoint model =
                    checkpoints.latest().orElseThrow(() -> new IllegalArgumentException(last + " has vanished"));
            return checkpoints.append(model.withValues(fitted(types(model))));
        }
    }

    private static Map<String, TensorType> types(ModelCheckpoint model) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        model.tensors().forEach((name, value) -> {
            if (!name.startsWith(ModelCheckpoint.TRAINING)) {
                types.put(name, value.type());
            }
        });
        return types;
    }

    private Map<String, HostArray> fitted(Map<String, TensorType> expected) {
        given.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            file + " holds '" + name + "', which the model of the run does not have"
                                    + KeyName.nearest(name, expected.keySet())
                                            .map(near -> "; it has '" + near + "'")
                                            .orElse(""));
                });
        Map<String, HostArray> values = new LinkedHashMap<>();
        expected.forEach((name, type) -> values.put(name, fitted(name, type)));
        return values;
    }

    private HostArray fitted(String name, TensorType type) {
        HostArray value = given.get(name);
        if (value == null) {
            throw new IllegalArgumentException(file + " lacks '" + name + "': expected an array of type " + type);
        }
        // Arithmetic in Python easily makes float64 of float32.
        boolean wide = value.dtype() == DType.F64 && type.dtype() == DType.F32;
        if (!value.shape().equals(type.shape()) || value.dtype() != type.dtype() && !wide) {
            throw new IllegalArgumentException(
                    file + " holds '" + name + "' of type " + value.type() + ": expected " + type);
        }
        return value.cast(type.dtype());
    }
}
