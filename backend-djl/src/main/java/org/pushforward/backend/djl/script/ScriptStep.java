package org.pushforward.backend.djl.script;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Tensor;

/**
 * The computation of one node.
 *
 * @param operands the nodes whose values the expression uses
 * @param expression writes the expression
 */
record ScriptStep(List<Tensor> operands, Function<ScriptWriter, String> expression) {

    /** Returns the step from the table for a single node. */
    static ScriptStep plain(Tensor node) {
        return new ScriptStep(ImplicitBroadcast.operands(node), script -> TorchLowerings.lower(node, script));
    }

    /** Returns the step that calls a libtorch function on some nodes. */
    static ScriptStep of(String function, Tensor... operands) {
        return of(function, List.of(operands), "");
    }

    /** Returns the step that calls a libtorch function on some nodes and further arguments. */
    static ScriptStep of(String function, List<Tensor> operands, String arguments) {
        return new ScriptStep(
                operands, script -> Stream.concat(operands.stream().map(script::name), Stream.of(arguments))
                        .filter(argument -> !argument.isEmpty())
                        .collect(Collectors.joining(", ", "torch." + function + "(", ")")));
    }
}
