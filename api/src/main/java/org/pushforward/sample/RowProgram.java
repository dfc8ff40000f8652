package org.pushforward.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.tensor.HostArray;

/**
 * A compiled function with the parameters of a model, from inputs on the host to results on the host. The parameters are written to the
 * engine once. Thread-safe.
 */
final class RowProgram implements AutoCloseable {
    private final Executable executable;
    private final List<String> inputs;

    private RowProgram(Executable executable, List<Tensor> inputs) {
        this.executable = executable;
        this.inputs = inputs.stream().map(RowProgram::nameOf).toList();
    }

    /** Results as functions of inputs, before compilation. */
    record TracedRowFunction(BoundGraph graph, List<Tensor> inputs) {
        RowProgram compile(Backend backend) {
            return new RowProgram(graph.compile(backend), inputs);
        }
    }

    /**
     * Returns results as functions of inputs.
     *
     * @param parameters the parameters of the model; parameters that no result depends on are omitted
     * @param inputs the inputs, whose first axis is that of the rows
     */
    static TracedRowFunction of(
            List<Parameter> parameters, ParameterValues values, List<Tensor> inputs, List<Tensor> results) {
        return new TracedRowFunction(
                BoundGraph.of(parameters, values, results, (graph, bound) -> {
                    graph.inputs(inputs).batched(inputs);
                    for (int i = 0; i < bound.size(); i++) {
                        graph.output("result." + i, bound.get(i));
                    }
                }),
                inputs);
    }

    static String nameOf(Tensor input) {
        return ((Source.Input) input.primitive()).name();
    }

    /** Returns the results for values of the inputs in order. */
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
