package org.pushforward.backend.onnx.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.support.Work;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.TensorType;

/**
 * Splits a partitioned graph into tasks; an unpartitioned graph becomes one task.
 *
 * <p>A task ends where a thread needs a value that another thread has not finished, or where the work passes between the engine and
 * the JVM. A value that passes between tasks is written to a buffer. Its reshapes, slices and concatenations are views of that buffer
 * and move nothing. Every task that needs a small value outside all parts computes it again.
 */
public final class Planner {
    /** Nodes with less work than this are recomputed instead of passed between tasks. */
    private static final long CHEAP = 1 << 18;

    /** The longest chain of nodes that tasks recompute. */
    private static final int DEEPEST = 16;

    private final Graph graph;
    private final Map<Tensor, Integer> parts;
    private final Set<Tensor> vectors;
    private final int threads;
    /** Whether the engine's nodes are divided among threads. */
    private final boolean parallel;
    /** The operands of vector tasks, which must be in buffers. */
    private final Set<Tensor> stored = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Values with their own location, which therefore cannot be written directly into a concatenation. */
    private final Set<Tensor> placed = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<Tensor> joined = Collections.newSetFromMap(new IdentityHashMap<>());
    /** For each value, the first stage in which each thread has it. */
    private final Map<Tensor, int[]> ready = new IdentityHashMap<>();
    /** The thread that computes each node. Every task reads other nodes from a buffer or computes them itself. */
    private final Map<Tensor, Integer> owners = new IdentityHashMap<>();

    private final Map<Tensor, Integer> depths = new IdentityHashMap<>();
    private final Map<Tensor, BufferView> regions = new IdentityHashMap<>();
    private final TreeMap<Integer, Draft[]> stages = new TreeMap<>();
    private final Map<String, TensorType> between = new LinkedHashMap<>();

    private Planner(VectorTiling.Cut cut, int threads) {
        this.graph = cut.division().graph();
        this.parts = cut.division().parts();
        this.vectors = cut.vectors();
        this.threads = threads;
        this.parallel = !vectors.containsAll(parts.keySet());
    }

    /** A task under construction. */
    private static final class Draft {
        final Map<Tensor, Tensor> values = new IdentityHashMap<>();
        final Map<BufferView, Tensor> inputs = new LinkedHashMap<>();
        final Map<String, BufferView> reads = new HashMap<>();
        final Map<String, BufferView> writes = new HashMap<>();
        final Map<String, Tensor> outputs = new LinkedHashMap<>();

        Tensor read(BufferView region) {
            return inputs.computeIfAbsent(region, r -> {
                Tensor input = Tensor.input(String.valueOf(inputs.size()), r.type());
                reads.put(GraphWriter.inputName(input), r);
                return input;
            });
        }

        void write(Tensor value, BufferView region) {
            String name = String.valueOf(outputs.size());
            outputs.put(name, value);
            writes.put(GraphWriter.outputName(name), region);
        }

        Plan.Task finish(boolean vector) {
            Graph.Builder graph = Graph.builder().inputs(List.copyOf(inputs.values()));
            outputs.forEach(graph::output);
            return new Plan.Task(graph.build(), reads, writes, vector);
        }
    }

    /**
     * Returns the tasks.
     *
     * @param cut the graph, its parts, and the nodes that the JVM computes
     * @param threads the number of threads
     */
    public static Plan schedule(VectorTiling.Cut cut, int threads) {
        return new Planner(cut, threads).schedule();
    }

    private Plan schedule() {
        Map<String, Tensor> results = GraphWriter.results(graph);
        placed.addAll(results.values());
        vectors.forEach(node -> node.operands().forEach(this::store));
        graph.nodes().forEach(this::own);
        postpone(results.values());
        Map<String, Tensor> copied = new LinkedHashMap<>();
        results.forEach((name, node) -> {
            BufferView region = new BufferView(name, 0, node.type());
            if (regions.containsKey(node) || !owners.containsKey(node) && !joined.contains(node)) {
                copied.put(name, node);
            } else {
                put(node, region);
            }
        });
        graph.nodes().stream()
                .filter(node -> joined.contains(node) && !regions.containsKey(node))
                .forEach(node -> put(node, memory(node)));
        graph.nodes().stream().filter(owners::containsKey).forEach(this::place);
        copied.forEach((name, node) -> {
            Draft draft = draft(copying(node), 0);
            draft.write(value(node, draft), new BufferView(name, 0, node.type()));
        });
        List<List<Plan.Task>> tasks = new ArrayList<>();
        stages.forEach((number, drafts) -> tasks.add(Arrays.stream(drafts)
                .filter(draft -> !draft.outputs.isEmpty())
                .map(draft -> draft.finish(isVectors(number)))
                .toList()));
        return new Plan(tasks, between, InPlaceUpdates.states(graph, tasks));
    }

    /** Ensures that the operand of a vector task is in a buffer, unless it is a known number. */
    private void store(Tensor operand) {
        Tensor viewed = viewed(operand);
        if (!(viewed.primitive() instanceof Source.Constant) || viewed.shape().size() > 1) {
            stored.add(viewed);
        }
    }

    /** Returns the operand of a view or of a broadcast; the node itself if it is neither. */
    private static Tensor viewed(Tensor node) {
        return Views.offset(node).isPresent() || isRepeated(node)
                ? viewed(node.operands().get(0))
                : node;
    }

    private static boolean isRepeated(Tensor node) {
        return node.primitive() instanceof Movement.Broadcast
                && node.operands().get(0).shape().size() == 1;
    }

    /** Returns the first stage, from a given one on, for tasks of the engine or of the JVM. Their stages alternate. */
    private static int turn(int stage, boolean vector) {
        return isVectors(stage) == vector ? stage : stage + 1;
    }

    private static boolean isVectors(int stage) {
        return stage % 2 == 1;
    }

    /** Decides which thread computes a node, and in which stage. */
    private void own(Tensor node) {
        if (canJoin(node)) {
            joined.add(node);
            placed.addAll(joinedBy(node));
        } else if (!(node.primitive() instanceof Source.Input)) {
            int depth = 1
                    + node.operands().stream()
                            .mapToInt(x -> depths.getOrDefault(x, 0))
                            .max()
                            .orElse(0);
            if (depth <= DEEPEST && isCommon(node)) {
                depths.put(node, depth);
            } else {
                owners.put(node, parts.getOrDefault(node, 0));
            }
        }
        begin(node, 0);
    }

    /** Finds the first stages in which each thread has a node that is computed no earlier than a given stage. */
    private void begin(Tensor node, int earliest) {
        int[] first = ready.computeIfAbsent(node, x -> new int[threads]);
        if (joined.contains(node)) {
            int last = joinedBy(node).stream().mapToInt(this::stage).max().orElseThrow();
            Arrays.fill(first, last + 1);
        } else if (owners.containsKey(node)) {
            int owner = owners.get(node);
            boolean vector = vectors.contains(node);
            int soonest = vector ? soonestOfVector(node, owner) : soonest(node, owner);
            int stage = turn(Math.max(earliest, soonest), vector);
            Arrays.setAll(first, thread -> thread == owner ? stage : stage + 1);
        } else {
            Arrays.setAll(first, thread -> soonest(node, thread));
        }
    }

    /** Moves vector tasks that the engine does not depend on to the end, so that they can update states in place. */
    private void postpone(Collection<Tensor> results) {
        Set<Tensor> awaited = Collections.newSetFromMap(new IdentityHashMap<>());
        results.stream()
                .filter(node -> !owners.containsKey(node) && !joined.contains(node))
                .forEach(awaited::add);
        int end = 1 + awaited.stream().mapToInt(this::copying).max().orElse(0);
        List<Tensor> nodes = new ArrayList<>(graph.nodes());
        Collections.reverse(nodes);
        for (Tensor node : nodes) {
            boolean engine = owners.containsKey(node) && !vectors.contains(node);
            if (engine) {
                end = Math.max(end, 1 + stage(node));
            }
            if (engine || awaited.contains(node)) {
                awaited.addAll(node.operands());
            }
        }
        for (Tensor node : graph.nodes()) {
            begin(node, vectors.contains(node) && !awaited.contains(node) ? end : 0);
        }
    }

    /** Returns the stage that copies a result which already has another location or is a common value. */
    private int copying(Tensor node) {
        return turn(ready.get(node)[0], false);
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

    /** The JVM cannot use views of a value in the task that computes it. */
    private int soonestOfVector(Tensor node, int thread) {
        return node.operands().stream()
                .mapToInt(x -> ready.get(x)[thread] + (x != viewed(x) && vectors.contains(viewed(x)) ? 1 : 0))
                .max()
                .orElse(0);
    }

    /** Returns whether each task can get a node at almost no cost. */
    private boolean isCommon(Tensor node) {
        if (isEmpty(node) || Views.offset(node).isPresent() || isRepeated(node)) {
            return true;
        }
        if (!parallel || stored.contains(node)) {
            return false;
        }
        boolean implicit = node.primitive() instanceof Source || node.primitive() instanceof Movement.Broadcast;
        return implicit || !parts.containsKey(node) && Work.of(node) <= CHEAP;
    }

    /** Returns whether a node only concatenates values that several threads compute or that a vector task reads. */
    private boolean canJoin(Tensor node) {
        if (isEmpty(node) || !Views.isSequence(node)) {
            return false;
        }
        List<Tensor> parts = joinedBy(node);
        boolean apart = parts.stream().distinct().count() == parts.size()
                && parts.stream().allMatch(x -> owners.containsKey(x) && !placed.contains(x));
        return apart
                && (stored.contains(node)
                        || parts.stream().map(owners::get).distinct().count() > 1);
    }

    /** Returns the parts of a concatenation, each in its own shape. */
    private static List<Tensor> joinedBy(Tensor sequence) {
        return sequence.operands().stream().map(Planner::reshaped).toList();
    }

    private static Tensor reshaped(Tensor node) {
        return node.primitive() instanceof Movement.Reshape
                ? reshaped(node.operands().get(0))
                : node;
    }

    private static boolean isEmpty(Tensor node) {
        return node.shape().size() == 0;
    }

    /** Decides where a node is written, and which concatenation contains it. */
    private void put(Tensor node, BufferView region) {
        regions.put(node, region);
        if (joined.contains(node)) {
            int from = 0;
            for (Tensor part : joinedBy(node)) {
                regions.put(part, region.part(from, part.type()));
                from += part.shape().size();
            }
        }
    }

    private BufferView memory(Tensor node) {
        String name = "between/" + between.size();
        between.put(name, node.type());
        return new BufferView(name, 0, node.type());
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

    /** Returns a value in a task: already computed, read from a buffer, or computed now. */
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

    /** Returns the location of a value that a task does not compute. */
    private Optional<BufferView> region(Tensor node, Draft draft) {
        if (node.primitive() instanceof Source.Input) {
            return Optional.of(new BufferView(GraphWriter.inputName(node), 0, node.type()));
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
