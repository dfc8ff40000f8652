package org.pushforward.backend.djl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Runs single primitives on one open backend. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DjlEvaluation {
    protected Backend backend;

    @BeforeAll
    protected void open() {
        backend = Backends.open("djl", BackendOptions.defaults().withThreads(2));
    }

    @AfterAll
    protected void close() {
        backend.close();
    }

    /** Returns the value of a primitive. The operands are inputs of the graph, so no pass can fold them. */
    protected HostArray apply(Primitive primitive, HostArray... operands) {
        List<Tensor> inputs = new ArrayList<>();
        for (HostArray operand : operands) {
            inputs.add(Tensor.input("x" + inputs.size(), operand.type()));
        }
        return evaluate(inputs, Tensor.of(primitive, inputs), operands);
    }

    protected HostArray evaluate(List<Tensor> inputs, Tensor node, HostArray... values) {
        Map<String, HostArray> named = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            named.put(((Source.Input) inputs.get(i).primitive()).name(), values[i]);
        }
        Graph graph = Graph.builder().inputs(inputs).output("y", node).build();
        try (Executable executable = backend.compile(graph)) {
            return executable.run(named).get("y");
        }
    }

    protected static HostArray array(DType dtype, Shape shape, double... values) {
        return HostArray.of(shape, values).cast(dtype);
    }
}
