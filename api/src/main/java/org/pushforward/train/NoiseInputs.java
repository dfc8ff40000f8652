package org.pushforward.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The random inputs of a program: declared while it is traced, drawn before it runs. Not safe for use by several threads
 * while declarations go on.
 */
final class NoiseInputs {
    private record Declaration(Tensor input, String name, BiFunction<RandomKey, Shape, HostArray> law) {}

    private final List<Declaration> declarations = new ArrayList<>();

    Tensor declare(String kind, TensorType type, BiFunction<RandomKey, Shape, HostArray> law) {
        String name = kind + "." + declarations.size();
        Tensor input = Tensor.input(name, type);
        declarations.add(new Declaration(input, name, law));
        return input;
    }

    List<Tensor> inputs() {
        return declarations.stream().map(Declaration::input).toList();
    }

    /** Returns a draw for each declaration; each depends on the key and its own number only. */
    Map<String, HostArray> draw(RandomKey key) {
        Map<String, HostArray> draws = new LinkedHashMap<>();
        for (Declaration declaration : declarations) {
            draws.put(
                    declaration.name(),
                    declaration
                            .law()
                            .apply(key.fold(draws.size()), declaration.input().shape()));
        }
        return draws;
    }
}
