package org.pushforward.backend.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.pushforward.graph.DataParallelism.Division;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Rewrite;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Work;
import org.pushforward.tensor.TensorType;

/**
 * Makes tasks of a graph in parts: of one that has none, a single task.
 *
 * <p>A task is all that a thread can compute until it needs what another thread has not finished. A value that passes from
 * task to task is written to a memory; reshapes of it, runs of its elements, and the joining of several such values one
 * after another are other views of that memory and move nothing. Small values that belong to no part are computed by every
 * task that wants them.
 */
final class Scheduler {
    /** What costs less than to pass it on. */
    private static final long CHEAP = 1 << 18;

    /** The most nodes one upon another that tasks compute anew. */
    private static final int DEEPEST = 16;

    private final Division division;
    private final int threads;
    /** The first stage in which a thread has a value. */
    private final Map<Tensor, int[]> ready = new IdentityHashMap<>();
    /** The thread that computes a node; one that is not there every task takes from a memory or computes itself. */
    private final Map<Tensor, Integer> owners = new IdentityHashMap<>();

    private final Map<Tensor, Integer> depths = new IdentityHashMap<>();
    private final Map<Tensor, Region> regions = new IdentityHashMap<>();
    private final TreeMap<Integer, Draft[]> stages = new TreeMap<>();
    private final Map<String, TensorType> between = new LinkedHashMap<>();

    private Scheduler(Division division, int threads) {
        this.division = division;
        this.threads = threads;
    }

    /** A task in the making. */
    private static final class Draft {
        final Map<Tensor, Tensor> values = new IdentityHashMap<>();
        final Map<Region, Tensor> inputs = new LinkedHashMap<>();
        final Map<String, Region> reads = new HashMap<>();
        final Map<String, Region> writes = new HashMap<>();
        final Map<String, Tensor> outputs = new LinkedHashMap<>();

        Tensor read(Region region) {
            return inputs.computeIfAbsent(region, r -> {
                Tensor input = Tensor.input(String.valueOf(inputs.size()), r.type());
                reads.put(GraphWriter.inputName(input), r);
                return input;
            });
        }

        void write(Tensor value, Region region) {
            String name = String.valueOf(outputs.size());
            outputs.put(name, value);
            writes.put(GraphWriter.outputName(name), region);
        }

        Schedule.Task finish() {
            Graph.Builder graph = Graph.builder().inputs(List.copyOf(inputs.values()));
            outputs.forEach(graph::output);
            return new Schedule.Task(graph.build(), reads, writes);
        }
    }

    /**
     * Returns the tasks.
     *
     * @param division the graph and its parts
     * @param threads the number of threads
     */
    static Schedule schedule(Division division, int threads) {
        return new Scheduler(division, threads).schedule();
    }

    private Schedule schedule() {
        Graph graph = division.graph();
        Map<String, Tensor> results = GraphWriter.results(graph);
        graph.nodes().forEach(this::own);
        Map<String, Tensor> copied = new LinkedHashMap<>();
        results.forEach((name, node) -> {
            boolean placed = !regions.containsKey(node)
                    && (owners.containsKey(node) || join(node, new Region(name, 0, node.type())));
            if (placed && owners.containsKey(node)) {
                regions.put(node, new Region(name, 0, node.type()));
            } else if (!placed) {
                copied.put(name, node);
            }
        });
        graph.nodes().forEach(node -> {
            if (isJoined(node) && !regions.containsKey(node)) {
                join(node, memory(node));
            }
        });
        graph.nodes().stream().filter(owners::containsKey).forEach(this::place);
        copied.forEach((name, node) -> {
            Draft draft = draft(ready.get(node)[0], 0);
            draft.write(value(node, draft), new Region(name, 0, node.type()));
        });
        return new Schedule(
                stages.values().stream()
                        .map(drafts -> Arrays.stream(drafts)
                                .filter(draft -> !draft.outputs.isEmpty())
                                .map(Draft::finish)
                                .toList())
                        .toList(),
                between);
    }

    /** Decides who computes a node, and when. */
    private void own(Tensor node) {
        int[] first = new int[threads];
        ready.put(node, first);
        if (node.primitive() instanceof Source.Input) {
            return;
        }
        if (isJoined(node)) {
            int last = node.operands().stream().mapToInt(this::stage).max().orElseThrow();
            Arrays.fill(first, last + 1);
            return;
        }
        int depth = 1
                + node.operands().stream()
                        .mapToInt(x -> depths.getOrDefault(x, 0))
                        .max()
                        .orElse(0);
        if (depth <= DEEPEST && isCommon(node)) {
            depths.put(node, depth);
            Arrays.setAll(first, thread -> soonest(node, thread));
            return;
        }
        int owner = division.parts().getOrDefault(node, 0);
        owners.put(node, owner);
        int stage = soonest(node, owner);
        Arrays.setAll(first, thread -> thread == owner ? stage : stage + 1);
    }

    private int stage(Tensor node) {
        return ready.get(node)[owners.get(node)];
    }

    private int soonest(Tensor node, int thread) {
        return node.operands().stream()
                .mapToInt(x -> ready.get(x)[thread])
                .max()
                .orElse(0);
    }

    /** Whether each task that wants a node has it for next to nothing. */
    private boolean isCommon(Tensor node) {
        if (isEmpty(node) || Views.offset(node).isPresent()) {
            return true;
        }
        boolean parallel = !division.parts().isEmpty();
        boolean implicit = node.primitive() instanceof Source || node.primitive() instanceof Movement.Broadcast;
        return parallel && (implicit || !division.parts().containsKey(node) && Work.of(node) <= CHEAP);
    }

    /** Whether what several threads compute lies in a node one after another. */
    private boolean isJoined(Tensor node) {
        return !isEmpty(node)
                && Views.isSequence(node)
                && node.operands().stream().allMatch(owners::containsKey)
                && node.operands().stream().distinct().count()
                        == node.operands().size()
                && node.operands().stream().map(owners::get).distinct().count() > 1;
    }

    private static boolean isEmpty(Tensor node) {
        return node.shape().size() == 0;
    }

    /** Lets the operands of a node that joins them be written where it lies, if they are not written elsewhere. */
    private boolean join(Tensor node, Region region) {
        if (!isJoined(node) || node.operands().stream().anyMatch(regions::containsKey)) {
            return false;
        }
        regions.put(node, region);
        int from = 0;
        for (Tensor operand : node.operands()) {
            regions.put(operand, region.part(from, operand.type()));
            from += operand.shape().size();
        }
        return true;
    }

    private Region memory(Tensor node) {
        String name = "between/" + between.size();
        between.put(name, node.type());
        return new Region(name, 0, node.type());
    }

    private Draft draft(int stage, int thread) {
        return stages.computeIfAbsent(stage, s -> IntStream.range(0, threads)
                .mapToObj(t -> new Draft())
                .toArray(Draft[]::new))[thread];
    }

    private Draft draft(Tensor node) {
        return draft(stage(node), owners.get(node));
    }

    private void place(Tensor node) {
        Draft draft = draft(node);
        List<Tensor> operands = new ArrayList<>();
        node.operands().forEach(x -> operands.add(value(x, draft)));
        Tensor made = Rewrite.keep(node, operands);
        draft.values.put(node, made);
        if (regions.containsKey(node)) {
            draft.write(made, regions.get(node));
        }
    }

    /** Returns a value as a task has it: computed, read, or computed now. */
    private Tensor value(Tensor node, Draft draft) {
        Tensor known = draft.values.get(node);
        if (known != null) {
            return known;
        }
        Tensor made = region(node, draft).map(draft::read).orElseGet(() -> {
            List<Tensor> operands = new ArrayList<>();
            node.operands().forEach(x -> operands.add(value(x, draft)));
            return Rewrite.keep(node, operands);
        });
        draft.values.put(node, made);
        return made;
    }

    /** Returns where a value lies that a task does not compute. */
    private Optional<Region> region(Tensor node, Draft draft) {
        if (node.primitive() instanceof Source.Input) {
            return Optional.of(new Region(GraphWriter.inputName(node), 0, node.type()));
        }
        if (draft.values.containsKey(node) || isEmpty(node)) {
            return Optional.empty();
        }
        if (owners.containsKey(node) && !regions.containsKey(node)) {
            regions.put(node, memory(node));
            draft(node).write(draft(node).values.get(node), regions.get(node));
        }
        if (regions.containsKey(node) || owners.containsKey(node)) {
            return Optional.of(regions.get(node));
        }
        return Views.offset(node).isPresent()
                ? region(node.operands().get(0), draft)
                        .map(whole -> whole.part(Views.offset(node).getAsInt(), node.type()))
                : Optional.empty();
    }
}
