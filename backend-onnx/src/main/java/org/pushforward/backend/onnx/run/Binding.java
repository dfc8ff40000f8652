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
 * The memory of one run at a time: for each input, each output and each value that passes between tasks, one for each state
 * that stays or is replaced in its place, and two for every other.
 *
 * <p>A run reads the one of the two and writes the other, and the next run the other way round, so that nothing is
 * allocated or copied and a run that fails leaves the states as they were. Not safe for use by several threads, but the
 * tasks of one stage may be run at once.
 */
public final class Binding implements AutoCloseable {
    private final OrtEnvironment environment;
    private final List<SharedTensor> inputs = new ArrayList<>();
    private final List<SharedTensor> outputs = new ArrayList<>();
    private final List<SharedTensor> all = new ArrayList<>();
    private Side front = new Side();
    private Side back = new Side();

    /** The states as a run finds them, all memories by name, and the tasks on these, in their stages. */
    private record Side(List<SharedTensor> states, Map<String, SharedTensor> memories, List<List<BoundTask>> stages) {
        Side() {
            this(new ArrayList<>(), new HashMap<>(), new ArrayList<>());
        }
    }

    /** Allocates for a graph and its tasks, in their stages. */
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

    /** Makes the states that a run wrote the current ones, and returns the outputs at some positions. */
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
