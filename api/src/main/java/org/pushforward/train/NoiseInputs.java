package org.pushforward.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.pushforward.data.Batch;
import org.pushforward.data.DataSource;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * The random inputs of a step. They are declared while the step is traced and drawn before it runs. One declaration may feed several
 * inputs, for example a batch with several columns.
 */
final class NoiseInputs {
    /** A function that draws the inputs of one declaration from a key and the source of rows. */
    private record Declaration(BiFunction<RandomKey, DataSource, Map<String, HostArray>> draw) {}

    private final int rows;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Declaration> declarations = new ArrayList<>();

    /** Starts without declarations for a step with a number of rows. */
    NoiseInputs(int rows) {
        this.rows = rows;
    }

    Tensor normal(int... dims) {
        TensorType type = TensorType.f32(dims);
        return declare("normal", type, key -> key.normal(type.shape()));
    }

    Tensor uniform(int... dims) {
        TensorType type = TensorType.f32(dims);
        return declare("uniform", type, key -> key.uniform(type.shape()));
    }

    private Tensor declare(String kind, TensorType type, Function<RandomKey, HostArray> distribution) {
        String name = kind + "." + declarations.size();
        declarations.add(new Declaration((key, data) -> Map.of(name, distribution.apply(key))));
        return input(name, type);
    }

    Batch batch(Schema schema) {
        String prefix = "batch." + declarations.size() + ".";
        Map<String, Tensor> columns = new LinkedHashMap<>();
        schema.names().forEach(name -> columns.put(name, input(prefix + name, schema.rows(name, rows))));
        declarations.add(new Declaration((key, data) -> {
            Map<String, HostArray> values = new LinkedHashMap<>();
            data.draw(key, rows).columns().forEach((name, value) -> values.put(prefix + name, value));
            return values;
        }));
        return new Batch(columns);
    }

    private Tensor input(String name, TensorType type) {
        Tensor input = Tensor.input(name, type);
        inputs.add(input);
        return input;
    }

    List<Tensor> inputs() {
        return inputs;
    }

    /** Returns the inputs that have one value for each row of the step: all columns, and noise whose first axis has that length. */
    List<Tensor> batched() {
        return inputs.stream()
                .filter(input -> input.shape().rank() > 0 && input.dim(0) == rows)
                .toList();
    }

    /**
     * Draws the values of all inputs. Each declaration depends only on the key and its own number.
     *
     * @param data the source of rows, with the schema of all batches
     */
    Map<String, HostArray> draw(RandomKey key, DataSource data) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (int i = 0; i < declarations.size(); i++) {
            values.putAll(declarations.get(i).draw().apply(key.fold(i), data));
        }
        return values;
    }
}
