package org.pushforward.backend.djl.script;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** Writes calls of libtorch operators. */
final class Torch {
    private Torch() {}

    /** Returns a call. */
    static String call(String function, Object... arguments) {
        return Arrays.stream(arguments)
                .map(Object::toString)
                .collect(Collectors.joining(", ", "torch." + function + "(", ")"));
    }

    /** Returns the names of the operands, skipping broadcasts that libtorch does implicitly. */
    static List<String> names(Tensor node, ScriptWriter s) {
        return ImplicitBroadcast.operands(node).stream().map(s::name).toList();
    }

    /** Returns the name of the first operand. */
    static String first(Tensor node, ScriptWriter s) {
        return s.name(node.operands().get(0));
    }

    /** Returns a shape as a list of numbers. */
    static String dims(Shape shape) {
        return shape.toString();
    }

    /** Returns a new tensor of zeros of the type of a node. */
    static String zeros(Tensor node, String like) {
        return call("new_zeros", like, dims(node.shape()));
    }
}
