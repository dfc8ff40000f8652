package org.pushforward.backend.tensorflow.lowering;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Device;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.tensorflow.Graph;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.op.Scope;

/** Writes operations, by their raw names, into a TensorFlow graph. Not safe for use by several threads. */
public final class Emitter {
    private final Graph graph;
    private final Scope scope;
    private final String device;
    private final Map<HostArray, Output<?>> constants = new HashMap<>();
    private final Map<Application, Output<?>> applications = new HashMap<>();
    private int count;

    private record Application(String operation, List<Output<?>> inputs) {}

    /**
     * Creates an emitter that writes into a graph.
     *
     * @param device the name of the device on which operations are placed, such as {@code /device:CPU:0}
     */
    public Emitter(Graph graph, String device) {
        this.graph = graph;
        this.scope = graph.baseScope();
        this.device = device;
    }

    /** Returns whether operations are placed on a CPU. */
    public boolean isOnCpu() {
        return device.startsWith("/device:" + Device.Processor.CPU);
    }

    /** Begins an operation, without inputs or attributes. */
    public OperationBuilder begin(String operation) {
        // The name of a kernel may begin with an underscore, but the name of an operation must not.
        return graph.opBuilder(operation, "n" + count++ + operation, scope).setDevice(device);
    }

    /** Returns the only output of an operation with default attributes. Equal operations are emitted once. */
    public Output<?> op(String operation, Output<?>... inputs) {
        Application application = new Application(operation, List.of(inputs));
        Output<?> known = applications.get(application);
        if (known == null) {
            OperationBuilder builder = begin(operation);
            application.inputs().forEach(builder::addInput);
            known = builder.build().output(0);
            applications.put(application, known);
        }
        return known;
    }

    /** Returns a constant; equal values share one. */
    Output<?> constant(HostArray value) {
        Output<?> known = constants.get(value);
        if (known == null) {
            try (Tensor tensor = Transfer.toNative(value)) {
                known = begin("Const")
                        .setAttr("dtype", tensor.dataType())
                        .setAttr("value", tensor)
                        .build()
                        .output(0);
            }
            constants.put(value, known);
        }
        return known;
    }

    /** Returns a constant of rank 0. */
    public Output<?> scalar(DType dtype, double value) {
        return constant(HostArray.scalar(dtype, value));
    }

    /** Returns integers of rank 1, such as axes or lengths. */
    Output<?> vector(int... values) {
        return constant(HostArray.of(Shape.of(values.length), values));
    }

    /** Returns integers of rank 1, such as axes or lengths. */
    Output<?> vector(List<Integer> values) {
        return vector(values.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Returns the same elements in another shape. */
    Output<?> reshape(Output<?> x, int... dims) {
        return op("Reshape", x, vector(dims));
    }
}
