package org.pushforward.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * The memory of one run at a time: for each input, each output and each value that passes between tasks, and two for each
 * state that changes.
 *
 * <p>A run reads the one of the two and writes the other, and the next run the other way round, so that nothing is
 * allocated or copied and a run that fails leaves the states as they were. Not safe for use by several threads, but the
 * tasks of one run may use what {@link #values} gives at once.
 */
final class Binding implements AutoCloseable {
    private final OrtEnvironment environment;
    private final List<SharedTensor> inputs = new ArrayList<>();
    private final List<SharedTensor> outputs = new ArrayList<>();
    private final List<SharedTensor> all = new ArrayList<>();
    private Side front = new Side();
    private Side back = new Side();

    /** What a task reads and writes, by the names of its model. */
    record Values(Map<String, OnnxTensor> read, Map<String, OnnxTensor> written) {}

    /** The states as a run finds them, and all memories by name. */
    private record Side(
            List<SharedTensor> states, Map<String, SharedTensor> memories, Map<CompiledTask, Values> values) {
        Side() {
            this(new ArrayList<>(), new HashMap<>(), new HashMap<>());
        }

        Values bind(CompiledTask task) {
            return new Values(bind(task.reads()), bind(task.writes()));
        }

        private Map<String, OnnxTensor> bind(Map<String, Region> regions) {
            Map<String, OnnxTensor> tensors = new HashMap<>();
            regions.forEach((name, region) ->
                    tensors.put(name, memories.get(region.memory()).view(region)));
            return tensors;
        }
    }

    /** Allocates for a graph and its tasks. */
    Binding(OrtEnvironment environment, Graph graph, Map<String, TensorType> between, List<CompiledTask> tasks) {
        this.environment = environment;
        try {
            allocate(graph, between);
            for (Side side : List.of(front, back)) {
                tasks.forEach(task -> side.values.put(task, side.bind(task)));
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            close();
            throw e;
        }
    }

    private void allocate(Graph graph, Map<String, TensorType> between) {
        for (Tensor input : graph.inputs()) {
            SharedTensor tensor = allocate(input.type());
            inputs.add(tensor);
            front.memories.put(GraphWriter.inputName(input), tensor);
        }
        graph.outputs().forEach((name, node) -> {
            SharedTensor tensor = allocate(node.type());
            outputs.add(tensor);
            front.memories.put(GraphWriter.outputName(name), tensor);
        });
        between.forEach((name, type) -> front.memories.put(name, allocate(type)));
        back.memories.putAll(front.memories);
        for (Graph.State state : graph.states()) {
            SharedTensor first = allocate(state.type());
            SharedTensor second = state.changes() ? allocate(state.type()) : first;
            put(state, front, first, second);
            put(state, back, second, first);
        }
    }

    private static void put(Graph.State state, Side side, SharedTensor current, SharedTensor next) {
        side.states.add(current);
        side.memories.put(GraphWriter.inputName(state.current()), current);
        side.memories.put(GraphWriter.nextName(state), next);
    }

    private SharedTensor allocate(TensorType type) {
        SharedTensor tensor = new SharedTensor(environment, type);
        all.add(tensor);
        return tensor;
    }

    /** Sets the inputs of the next run. */
    void set(List<HostArray> values) {
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).set(values.get(i));
        }
    }

    /** Returns what a task of the next run reads and writes. */
    Values values(CompiledTask task) {
        return front.values.get(task);
    }

    /** Makes the states that a run wrote the current ones, and returns the outputs at some positions. */
    List<HostArray> finish(List<Integer> wanted) {
        Side read = front;
        front = back;
        back = read;
        return wanted.stream().map(position -> outputs.get(position).get()).toList();
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
