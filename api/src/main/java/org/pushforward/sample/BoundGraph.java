package org.pushforward.sample;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.nn.FlatParameters;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.tensor.HostArray;

/**
 * A graph in which one vector stands for the parameters of a model, and the value of that vector.
 *
 * @param graph a graph with a constant named {@code parameters}
 * @param parameters its value
 */
record BoundGraph(Graph graph, HostArray parameters) {
    private static final String PARAMETERS = "parameters";

    /**
     * Binds the parameters of tensors.
     *
     * @param parameters the parameters of the model; parameters that no tensor depends on are omitted
     * @param values their values
     * @param tensors functions of parameters and other inputs
     * @param rest adds the other inputs, and the bound tensors as outputs or states
     */
    static BoundGraph of(
            List<Parameter> parameters,
            ParameterValues values,
            List<Tensor> tensors,
            BiConsumer<Graph.Builder, List<Tensor>> rest) {
        FlatParameters flat = new FlatParameters(used(parameters, tensors));
        Tensor vector = Tensor.input(PARAMETERS, flat.type());
        Graph.Builder graph = Graph.builder().constants(List.of(vector));
        rest.accept(graph, Rewrite.substitution(flat.views(vector)).apply(tensors));
        return new BoundGraph(graph.build(), flat.pack(values));
    }

    private static List<Parameter> used(List<Parameter> parameters, List<Tensor> tensors) {
        Set<Tensor> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
        nodes.addAll(Topology.sort(tensors));
        return parameters.stream()
                .filter(parameter -> nodes.contains(parameter.tensor()))
                .toList();
    }

    /** Compiles the graph and writes the value of the vector. */
    Executable compile(Backend backend) {
        Executable executable = backend.compile(graph);
        try {
            executable.write(PARAMETERS, parameters);
            return executable;
        } catch (RuntimeException | Error e) {
            executable.close();
            throw e;
        }
    }
}
