package org.pushforward.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * The memory of one run at a time: a tensor for each input and output, and two for each state that changes.
 *
 * <p>A run reads the one of the two and writes the other, and the next run the other way round, so that nothing is
 * allocated or copied and a run that fails leaves the states as they were. Not safe for use by several threads.
 */
final class Binding implements AutoCloseable {
    private final OrtEnvironment environment;
    private final List<SharedTensor> inputs = new ArrayList<>();
    private final List<SharedTensor> outputs = new ArrayList<>();
    private final List<SharedTensor> all = new ArrayList<>();
    private Side front = new Side();
    private Side back = new Side();

    /** The states as a run finds them, and what it reads and writes by the names of the model. */
    private record Side(List<SharedTensor> states, Map<String, OnnxTensor> read, Map<String, OnnxTensor> written) {
        Side() {
            this(new ArrayList<>(), new HashMap<>(), new HashMap<>());
        }
    }

    /** Allocates; {@code read} are the inputs of the model, which may be fewer than those of the graph. */
    Binding(OrtEnvironment environment, Graph graph, Set<String> read) {
        this.environment = environment;
        try {
            allocate(graph);
        } catch (RuntimeException | OutOfMemoryError e) {
            close();
            throw e;
        }
        for (Side side : List.of(front, back)) {
            side.read.keySet().retainAll(read);
            side.written.keySet().retainAll(GraphWriter.results(graph).keySet());
        }
    }

    private void allocate(Graph graph) {
        for (Tensor input : graph.inputs()) {
            SharedTensor tensor = allocate(input.type());
            inputs.add(tensor);
            front.read.put(GraphWriter.inputName(input), tensor.tensor());
        }
        graph.outputs().forEach((name, node) -> {
            SharedTensor tensor = allocate(node.type());
            outputs.add(tensor);
            front.written.put(GraphWriter.outputName(name), tensor.tensor());
        });
        back.read.putAll(front.read);
        back.written.putAll(front.written);
        for (Graph.State state : graph.states()) {
            SharedTensor first = allocate(state.type());
            SharedTensor second = state.changes() ? allocate(state.type()) : first;
            bind(state, front, first, second);
            bind(state, back, second, first);
        }
    }

    private static void bind(Graph.State state, Side side, SharedTensor current, SharedTensor next) {
        side.states.add(current);
        side.read.put(GraphWriter.inputName(state.current()), current.tensor());
        side.written.put(GraphWriter.nextName(state), next.tensor());
    }

    private SharedTensor allocate(TensorType type) {
        SharedTensor tensor = new SharedTensor(environment, type);
        all.add(tensor);
        return tensor;
    }

    /** Runs once, if there is something to compute, and returns the outputs. */
    List<HostArray> run(Optional<OrtSession> session, List<HostArray> values) throws OrtException {
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).set(values.get(i));
        }
        if (session.isPresent()) {
            session.get().run(front.read, front.written).close();
        }
        Side read = front;
        front = back;
        back = read;
        return outputs.stream().map(SharedTensor::get).toList();
    }

    /** Sets a state. */
    void write(int state, HostArray value) {
        front.states.get(state).set(value);
    }

    /** Returns a state. */
    HostArray read(int state) {
        return front.states.get(state).get();
    }

    @Override
    public void close() {
        all.forEach(SharedTensor::close);
    }
}
