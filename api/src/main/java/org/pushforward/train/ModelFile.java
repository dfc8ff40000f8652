package org.pushforward.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pushforward.backend.Backend;
import org.pushforward.checkpoint.CheckpointException;
import org.pushforward.checkpoint.LatestLosses;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.checkpoint.Progress;
import org.pushforward.checkpoint.Software;
import org.pushforward.model.Blueprint;
import org.pushforward.model.Model;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.settings.KeyName;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/** Converts trained models to checkpoints and back. */
final class ModelFile {
    private ModelFile() {}

    static ModelCheckpoint of(Trained<?> trained) {
        Map<String, HostArray> tensors = new LinkedHashMap<>();
        trained.model().variables().stream().map(Parameter::path).forEach(path -> {
            if (path.startsWith(ModelCheckpoint.TRAINING)) {
                throw new CheckpointException(
                        "a parameter named '" + path + "' cannot be saved: names that start with '"
                                + ModelCheckpoint.TRAINING + "' are reserved for the state of training");
            }
            tensors.put(path, trained.values().get(path));
        });
        trained.state().ifPresent(state -> {
            put(tensors, ModelCheckpoint.STATE, state.states());
            put(tensors, ModelCheckpoint.LOSS, state.losses());
            put(tensors, ModelCheckpoint.VALIDATION, state.validation());
            state.best().ifPresent(best -> put(tensors, ModelCheckpoint.BEST, best.byPath()));
        });
        return ModelCheckpoint.of(
                trained.model(),
                trained.blueprint(),
                trained.preprocessing(),
                trained.state().map(ModelFile::progress),
                Software.of(trained.backend()),
                tensors);
    }

    private static Progress progress(TrainingState state) {
        return new Progress(
                state.iteration(),
                state.key(),
                state.fingerprint(),
                state.recipe(),
                Optional.of(new LatestLosses(last(state.losses()), last(state.validation()))));
    }

    private static Map<String, Double> last(Map<String, HostArray> curves) {
        Map<String, Double> last = new LinkedHashMap<>();
        curves.forEach((name, curve) -> {
            if (curve.size() > 0 && Double.isFinite(curve.get(curve.size() - 1))) {
                last.put(name, curve.get(curve.size() - 1));
            }
        });
        return last;
    }

    private static void put(Map<String, HostArray> tensors, String prefix, Map<String, HostArray> values) {
        values.forEach((name, value) -> tensors.put(prefix + name, value));
    }

    static Trained<Model> load(Path folder, Backend backend) {
        ModelCheckpoint checkpoint = ModelCheckpoint.load(folder);
        Blueprint blueprint = checkpoint
                .blueprint()
                .orElseThrow(() -> new CheckpointException(folder + " holds a " + checkpoint.modelClass()
                        + " that was built by hand: Trained.load(path, backend, model) takes the model"));
        Model model;
        try {
            model = blueprint.build();
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(folder + ": the family builds no model for the data: " + e.getMessage(), e);
        }
        return trained(folder, checkpoint, backend, model, Optional.of(blueprint));
    }

    static <M extends Model> Trained<M> load(Path folder, Backend backend, M model) {
        return trained(folder, ModelCheckpoint.load(folder), backend, model, Optional.empty());
    }

    private static <M extends Model> Trained<M> trained(
            Path folder, ModelCheckpoint checkpoint, Backend backend, M model, Optional<Blueprint> blueprint) {
        Map<String, HostArray> values = new LinkedHashMap<>(checkpoint.tensors());
        values.keySet().removeIf(name -> name.startsWith(ModelCheckpoint.TRAINING));
        check(folder, model.variables(), values);
        Map<String, HostArray> best = checkpoint.tensors(ModelCheckpoint.BEST);
        if (!best.isEmpty()) {
            check(folder, model.variables(), best);
        }
        Trained<M> trained = Trained.of(backend, model, new ParameterValues(values))
                .from(blueprint)
                .behind(checkpoint.preprocessing());
        return state(folder.toString(), checkpoint).map(trained::at).orElse(trained);
    }

    /** Checks that there is exactly one value of the right type for each variable. */
    private static void check(Path folder, List<Parameter> variables, Map<String, HostArray> values) {
        Map<String, TensorType> expected = variables.stream()
                .collect(Collectors.toMap(
                        Parameter::path, variable -> variable.tensor().type()));
        for (Parameter variable : variables) {
            HostArray value = values.get(variable.path());
            if (value == null) {
                throw new CheckpointException(folder + " holds no value for '" + variable.path() + "' of type "
                        + variable.tensor().type() + ": it is of another model");
            }
            if (!value.type().equals(variable.tensor().type())) {
                throw new CheckpointException(folder + " holds '" + variable.path() + "' of type " + value.type()
                        + ", where the model has " + variable.tensor().type() + ": it is of another model");
            }
        }
        for (String name : values.keySet()) {
            if (!expected.containsKey(name)) {
                String near = KeyName.nearest(name, expected.keySet())
                        .map(other -> "; it has '" + other + "'")
                        .orElse("");
                throw new CheckpointException(folder + " holds '" + name + "' of type "
                        + values.get(name).type() + ", which the model does not have" + near
                        + ": it is of another model");
            }
        }
    }

    /** Returns the state for resuming training, if a checkpoint contains it. */
    static Optional<TrainingState> state(String document, ModelCheckpoint checkpoint) {
        Map<String, HostArray> best = checkpoint.tensors(ModelCheckpoint.BEST);
        return checkpoint.training().map(progress -> {
            try {
                return new TrainingState(
                        progress.key(),
                        progress.iteration(),
                        checkpoint.tensors(ModelCheckpoint.STATE),
                        checkpoint.tensors(ModelCheckpoint.LOSS),
                        checkpoint.tensors(ModelCheckpoint.VALIDATION),
                        best.isEmpty() ? Optional.empty() : Optional.of(new ParameterValues(best)),
                        checkpoint.preprocessing(),
                        progress.fingerprint(),
                        progress.recipe());
            } catch (ArithmeticException | IllegalArgumentException e) {
                throw new CheckpointException(document + ": training cannot be resumed: " + e.getMessage(), e);
            }
        });
    }
}
