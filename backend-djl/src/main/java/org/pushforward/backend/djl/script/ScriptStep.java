package org.pushforward.backend.djl.script;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Tensor;

/**
 * How the value of one node is computed.
 *
 * @param operands the nodes whose values it needs
 * @param expression writes its expression
 */
record ScriptStep(List<Tensor> operands, Function<ScriptWriter, String> expression) {

    /** Returns the step that the table has for a node by itself. */
    static ScriptStep plain(Tensor node) {
        return new ScriptStep(ImplicitBroadcast.operands(node), script -> TorchLowerings.lower(node, script));
    }

    /** Returns a function of libtorch of some nodes. */
    static ScriptStep of(String function, Tensor... operands) {
        return of(function, List.of(operands), "");
    }

    /** Returns a function of libtorch of some nodes and then further arguments. */
    static ScriptStep of(String function, List<Tensor> operands, String arguments) {
        return new ScriptStep(
                operands, script -> Stream.concat(operands.stream().map(script::name), Stream.of(arguments))
                        .filter(argument -> !argument.isEmpty())
                        .collect(Collectors.joining(", ", "torch." + function + "(", ")")));
    }
}
