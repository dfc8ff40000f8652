package org.pushforward.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.nn.FlatParameters;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.tensor.HostArray;

/**
 * Tensors with the parameters of a model, compiled: inputs on the host become results on the host. The parameters are written to
 * the engine once. Safe for use by several threads.
 */
final class RowProgram implements AutoCloseable {
    private static final String PARAMETERS = "parameters";

    private final Executable executable;
    private final List<String> inputs;

    private RowProgram(Executable executable, List<String> inputs) {
        this.executable = executable;
        this.inputs = inputs;
    }

    /**
     * Compiles results as functions of inputs.
     *
     * @param parameters the parameters of the model; those on which no result depends are left out
     * @param inputs the inputs, whose first axis is that of the rows
     */
    static RowProgram compile(
            Backend backend,
            List<Parameter> parameters,
            ParameterValues values,
            List<Tensor> inputs,
            List<Tensor> results) {
        FlatParameters flat = new FlatParameters(used(parameters, results));
        Tensor vector = Tensor.input(PARAMETERS, flat.type());
        Graph.Builder graph = Graph.builder().inputs(inputs).batched(inputs).constants(List.of(vector));
        List<Tensor> bound = Rewrite.substitution(flat.views(vector)).apply(results);
        for (int i = 0; i < bound.size(); i++) {
            graph.output("result." + i, bound.get(i));
        }
        Executable executable = backend.compile(graph.build());
        executable.write(PARAMETERS, flat.pack(values));
        return new RowProgram(
                executable, inputs.stream().map(RowProgram::nameOf).toList());
    }

    static String nameOf(Tensor input) {
        return ((Source.Input) input.primitive()).name();
    }

    /** Returns the parameters that some tensors depend on. */
    static List<Parameter> used(List<Parameter> parameters, List<Tensor> results) {
        Set<Tensor> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
        nodes.addAll(Topology.sort(results));
        return parameters.stream()
                .filter(parameter -> nodes.contains(parameter.tensor()))
                .toList();
    }

    /** Returns the results, from values of the inputs in order. */
    List<HostArray> apply(List<HostArray> values) {
        Map<String, HostArray> named = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            named.put(inputs.get(i), values.get(i));
        }
        return new ArrayList<>(executable.run(named).values());
    }

    @Override
    public void close() {
        executable.close();
    }
}
