package org.pushforward.backend.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Program;
import org.pushforward.backend.tensorflow.lowering.AdamInPlace;
import org.pushforward.backend.tensorflow.lowering.ChannelsLast;
import org.pushforward.backend.tensorflow.lowering.Emitter;
import org.pushforward.backend.tensorflow.lowering.ScaledAddition;
import org.pushforward.backend.tensorflow.lowering.TensorFlowFusions;
import org.pushforward.backend.tensorflow.lowering.TensorFlowLowerings;
import org.pushforward.backend.tensorflow.lowering.Tiling;
import org.pushforward.backend.tensorflow.lowering.Transfer;
import org.pushforward.backend.tensorflow.lowering.Values;
import org.pushforward.backend.tensorflow.lowering.Variable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Subnormals;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;

/**
 * A TensorFlow graph and the session that runs it.
 *
 * <p>A state is a resource variable. A run first reads every variable, then computes all results, and only then assigns
 * the new values. So all results use the old values, and a failed run changes no state. The exception are states that
 * {@link AdamInPlace} or {@link ScaledAddition} updates: their kernels run as soon as their operands are there, and copy
 * the old values if these are still needed.
 */
public final class TensorFlowProgram implements Program {
    /** An input that the graph depends on, and its position among the inputs. */
    private record Feed(int position, Output<?> placeholder) {}

    private final org.tensorflow.Graph target = new org.tensorflow.Graph();
    private final List<Variable> variables = new ArrayList<>();
    private final List<Feed> feeds = new ArrayList<>();
    private final List<Output<?>> outputs = new ArrayList<>();
    private final List<TensorType> outputTypes;
    private final Operation step;
    private final Session session;
    /** The reused input tensors; null if each run needs its own. */
    private final InputTensors kept;
    /**
     * Values written since the last run. They are set together, because TensorFlow plans every new combination of
     * targets.
     */
    private final Map<Integer, HostArray> pending = new TreeMap<>();
    /** Guards moments; empty if TensorFlow flushes subnormal numbers to zero, as it does on its own threads. */
    private final Optional<Operation> guard;

    private long runs;

    /**
     * Builds the graph and opens a session.
     *
     * @param guarded the positions of the states that must not become subnormal ({@link Subnormals})
     */
    TensorFlowProgram(Graph graph, String device, ConfigProto config, List<Integer> guarded) {
        this.outputTypes = graph.outputs().values().stream().map(Tensor::type).toList();
        try {
            Emitter emit = new Emitter(target, device);
            Values values = new Values(emit);
            AdamInPlace adam = new AdamInPlace(graph);
            for (Graph.State state : graph.states()) {
                int position = variables.size();
                Variable variable = Variable.declare(state.type(), adam.scale(position), "state" + position, emit);
                variables.add(variable);
                values.put(state.current(), variable.value());
            }
            Map<Integer, ScaledAddition> additions = ScaledAddition.of(graph);
            Set<Tensor> added = ScaledAddition.nodes(additions);
            lower(graph, values, emit, node -> added.contains(node) || adam.lower(node, variables, values, emit));
            for (int i = 0; i < graph.inputs().size(); i++) {
                Tensor input = graph.inputs().get(i);
                if (values.contains(input)) {
                    feeds.add(new Feed(i, values.get(input)));
                }
            }
            // TensorFlow can fetch neither a fed value nor a value twice, so identities are added.
            graph.outputs()
                    .values()
                    .forEach(node -> outputs.add(emit.begin("Identity")
                            .addInput(values.get(node))
                            .build()
                            .output(0)));
            this.step = step(graph, values, adam, additions, emit);
            this.guard = guarded.isEmpty() ? Optional.empty() : Optional.of(guard(guarded, emit));
            this.session = new Session(target, config);
            this.kept = InputTensors.suit(graph) ? new InputTensors() : null;
        } catch (RuntimeException e) {
            target.close();
            throw new BackendException("tensorflow refuses a graph: " + e.getMessage(), e);
        }
    }

    /**
     * Emits the nodes of a graph.
     *
     * @param values takes the values; inputs and states may already have theirs
     * @param special emits a node differently from the table, and returns whether it did
     */
    public static void lower(Graph graph, Values values, Emitter emit, Predicate<Tensor> special) {
        TensorFlowFusions fusions = new TensorFlowFusions(graph, emit.isOnCpu());
        ChannelsLast channelsLast = new ChannelsLast(fusions, values, emit);
        Set<Tensor> needed = needed(graph, fusions);
        for (Tensor node : graph.nodes()) {
            if (needed.contains(node) && !values.contains(node) && !special.test(node) && !channelsLast.lower(node)) {
                List<Output<?>> operands = Tiling.operands(node).stream()
                        .<Output<?>>map(values::get)
                        .toList();
                values.put(node, TensorFlowLowerings.lower(node, operands, emit));
            }
        }
    }

    /**
     * Returns the nodes that are still needed, given that some kernels broadcast their operands or compute several
     * nodes.
     */
    private static Set<Tensor> needed(Graph graph, TensorFlowFusions fusions) {
        Set<Tensor> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        needed.addAll(graph.outputs().values());
        graph.states().forEach(state -> needed.add(state.next()));
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Tensor node = graph.nodes().get(i);
            if (needed.contains(node)) {
                needed.addAll(fusions.operands(node));
            }
        }
        return needed;
    }

    private Operation step(
            Graph graph, Values values, AdamInPlace adam, Map<Integer, ScaledAddition> additions, Emitter emit) {
        OperationBuilder computed = emit.begin("NoOp");
        for (int i = 0; i < variables.size(); i++) {
            if (adam.isRead(i)) {
                computed.addControlInput(variables.get(i).content().op());
            }
        }
        outputs.forEach(output -> computed.addControlInput(output.op()));
        graph.states().stream()
                .map(Graph.State::next)
                .filter(values::contains)
                .forEach(next -> computed.addControlInput(values.get(next).op()));
        Operation barrier = computed.build();
        Map<Tensor, List<Tensor>> readers = new IdentityHashMap<>();
        graph.nodes().forEach(node -> node.operands().forEach(x -> readers.computeIfAbsent(x, none -> new ArrayList<>())
                .add(node)));
        OperationBuilder step = emit.begin("NoOp").addControlInput(barrier);
        adam.kernels().forEach(step::addControlInput);
        for (int i = 0; i < variables.size(); i++) {
            Graph.State state = graph.states().get(i);
            if (additions.containsKey(i)) {
                step.addControlInput(
                        additions.get(i).apply(variables.get(i), readers.get(state.current()), values, emit));
            } else if (state.changes() && !adam.updates(i)) {
                step.addControlInput(variables
                        .get(i)
                        .assign(values.get(state.next()), emit)
                        .addControlInput(barrier)
                        .build());
            }
        }
        return step.build();
    }

    private Operation guard(List<Integer> states, Emitter emit) {
        OperationBuilder all = emit.begin("NoOp");
        for (int state : states) {
            Variable variable = variables.get(state);
            Output<?> guard = emit.scalar(variable.type().dtype(), Subnormals.GUARD);
            Output<?> raised = emit.op("AddV2", variable.value(), guard);
            all.addControlInput(
                    variable.assign(emit.op("Sub", raised, guard), emit).build());
        }
        return all.build();
    }

    @Override
    public void write(int state, HostArray value) {
        pending.put(state, value);
    }

    @Override
    public HostArray read(int state) {
        HostArray written = pending.get(state);
        if (written != null) {
            return written;
        }
        Variable variable = variables.get(state);
        try (Result result = session.runner().fetch(variable.value()).run()) {
            return Transfer.toHost(result.get(0), variable.type());
        } catch (RuntimeException e) {
            throw new BackendException("tensorflow failed to read a state: " + e.getMessage(), e);
        }
    }

    @Override
    public void startAt(long number) {
        runs = number;
    }

    @Override
    public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
        flush();
        Session.Runner runner = session.runner().addTarget(step);
        wanted.forEach(position -> runner.fetch(outputs.get(position)));
        try (NativeTensors fed = new NativeTensors()) {
            for (Feed feed : feeds) {
                HostArray value = inputs.get(feed.position());
                runner.feed(feed.placeholder(), kept == null ? fed.copy(value) : kept.set(feed.position(), value));
            }
            if (guard.isPresent() && ++runs % Subnormals.PERIOD == 0) {
                session.runner().addTarget(guard.get()).run().close();
            }
            try (Result result = runner.run()) {
                List<HostArray> values = new ArrayList<>(wanted.size());
                for (int position : wanted) {
                    values.add(Transfer.toHost(result.get(values.size()), outputTypes.get(position)));
                }
                return values;
            }
        } catch (RuntimeException e) {
            throw new BackendException("tensorflow failed in a run: " + e.getMessage(), e);
        }
    }

    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        Session.Runner runner = session.runner();
        try (NativeTensors fed = new NativeTensors()) {
            pending.forEach((state, value) -> runner.feed(variables.get(state).fed(), fed.copy(value))
                    .addTarget(variables.get(state).set()));
            runner.run().close();
        } catch (RuntimeException e) {
            throw new BackendException("tensorflow failed to write the states: " + e.getMessage(), e);
        }
        pending.clear();
    }

    @Override
    public void close() {
        session.close();
        target.close();
        if (kept != null) {
            kept.close();
        }
    }
}
