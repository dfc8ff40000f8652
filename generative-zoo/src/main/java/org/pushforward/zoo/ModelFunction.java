package org.pushforward.zoo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
import org.pushforward.tensor.TensorType;

/**
 * A function of tensors with the parameters of a model, compiled: a log-density, a denoiser, a generator.
 *
 * <p>The parameters are written to the engine once. Safe for use by several threads.
 */
public final class ModelFunction implements AutoCloseable {
    private static final String PARAMETERS = "parameters";

    private final Executable executable;
    private final List<String> inputs;

    private ModelFunction(Executable executable, List<String> inputs) {
        this.executable = executable;
        this.inputs = inputs;
    }

    /**
     * Compiles a function.
     *
     * @param backend where it runs
     * @param parameters the parameters of the model; those on which the result does not depend are left out
     * @param values their values
     * @param inputs the types of the arguments
     * @param function the function, traced once
     */
    public static ModelFunction compile(
            Backend backend,
            List<Parameter> parameters,
            ParameterValues values,
            List<TensorType> inputs,
            Function<List<Tensor>, List<Tensor>> function) {
        List<Tensor> arguments = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TensorType type : inputs) {
            names.add("argument." + names.size());
            arguments.add(Tensor.input(names.get(names.size() - 1), type));
        }
        List<Tensor> results = function.apply(arguments);
        FlatParameters flat = new FlatParameters(used(parameters, results));
        Tensor vector = Tensor.input(PARAMETERS, flat.type());
        Graph.Builder graph = Graph.builder().inputs(arguments).constants(List.of(vector));
        List<Tensor> bound = Rewrite.substitution(flat.views(vector)).apply(results);
        for (int i = 0; i < bound.size(); i++) {
            graph.output("result." + i, bound.get(i));
        }
        Executable executable = backend.compile(graph.build());
        executable.write(PARAMETERS, flat.pack(values));
        return new ModelFunction(executable, names);
    }

    /** Returns the parameters that some tensors depend on. */
    static List<Parameter> used(List<Parameter> parameters, List<Tensor> results) {
        Set<Tensor> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
        nodes.addAll(Topology.sort(results));
        return parameters.stream()
                .filter(parameter -> nodes.contains(parameter.tensor()))
                .toList();
    }

    /** Returns the values of the function. */
    public List<HostArray> apply(HostArray... arguments) {
        if (arguments.length != inputs.size()) {
            throw new IllegalArgumentException(arguments.length + " arguments: the function has " + inputs.size());
        }
        Map<String, HostArray> named = new LinkedHashMap<>();
        for (String name : inputs) {
            named.put(name, arguments[named.size()]);
        }
        return List.copyOf(executable.run(named).values());
    }

    /** Releases native memory. Closing twice does nothing. */
    @Override
    public void close() {
        executable.close();
    }
}
