package org.pushforward.backend.onnx.run;

import ai.onnxruntime.OrtEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.plan.Plan;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * The buffers for one run at a time. There is one for each input, each output, each value that passes between tasks,
 * and each state that is constant or updated in place. Every other state has two.
 *
 * <p>A run reads one of the two and writes the other; the next run swaps them. So nothing is allocated or copied, and a
 * failed run leaves the states unchanged. Not safe for use by several threads, except that the tasks of one stage may
 * run concurrently.
 */
public final class Binding implements AutoCloseable {
    private final OrtEnvironment environment;
    private final List<SharedTensor> inputs = new ArrayList<>();
    private final List<SharedTensor> outputs = new ArrayList<>();
    private final List<SharedTensor> all = new ArrayList<>();
    private Side front = new Side();
    private Side back = new Side();

    /** The states that a run reads, all buffers by name, and the tasks bound to them, in stages. */
    private record Side(List<SharedTensor> states, Map<String, SharedTensor> memories, List<List<BoundTask>> stages) {
        Side() {
            this(new ArrayList<>(), new HashMap<>(), new ArrayList<>());
        }
    }

    /** Allocates buffers for a graph and its tasks. */
    public Binding(OrtEnvironment environment, Graph graph, Plan schedule, List<List<CompiledTask>> stages) {
        this.environment = environment;
        try {
            allocate(graph, schedule);
            for (Side side : List.of(front, back)) {
                stages.forEach(stage -> side.stages.add(
                        stage.stream().map(task -> task.bind(side.memories)).toList()));
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            close();
            throw e;
        }
    }

    private void allocate(Graph graph, Plan schedule) {
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
        schedule.between().forEach((name, type) -> front.memories.put(name, allocate(type)));
        back.memories.putAll(front.memories);
        for (Graph.State state : graph.states()) {
            SharedTensor first = allocate(state.type());
            boolean stays = !state.changes() || schedule.inPlace().contains(state.name());
            SharedTensor second = stays ? first : allocate(state.type());
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
    public void set(List<HostArray> values) {
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).set(values.get(i));
        }
    }

    /** Returns the tasks of the next run, in their stages. */
    public List<List<BoundTask>> stages() {
        return front.stages;
    }

    /** Makes the states that a run wrote current, and returns the outputs at the given positions. */
    public List<HostArray> finish(List<Integer> wanted) {
        Side read = front;
        front = back;
        back = read;
        return wanted.stream().map(position -> outputs.get(position).get()).toList();
    }

    /** Sets a state. */
    public void write(int state, HostArray value) {
        front.states.get(state).set(value);
    }

    /** Returns a state. */
    public HostArray read(int state) {
        return front.states.get(state).get();
    }

    @Override
    public void close() {
        all.forEach(SharedTensor::close);
    }
}
