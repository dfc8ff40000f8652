package org.pushforward.backend.tensorflow.lowering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.graph.AdamUpdate.FirstMoment;
import org.pushforward.graph.AdamUpdate.SecondMoment;
import org.pushforward.graph.AdamUpdate.Step;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/**
 * The Adam updates that TensorFlow's kernel performs in place, in one pass over parameters and moments. They apply to three states that
 * are updated once in a run. Several successive updates use the formula instead, because with the kernel the training of a WGAN would
 * deviate by more than rounding errors.
 *
 * <p>After a failed run these states are undefined.
 */
public final class AdamInPlace {
    /**
     * The kernel subtracts the decay of the second moment from 1 in float32; if the relative error of the difference is larger than this,
     * the formula is used instead.
     */
    private static final double LARGEST_ERROR = 2e-5;

    /**
     * The positions of an update's states.
     *
     * @param parameters the position of the state that holds the parameters
     * @param first the position of the state that holds the first moment
     * @param second the position of the state that holds the second moment
     */
    private record Update(int parameters, int first, int second) {}

    private final Graph graph;
    private final List<Variable> variables;
    private final Map<Tensor, List<Tensor>> users = new IdentityHashMap<>();
    private final Map<Tensor, Update> updates = new IdentityHashMap<>();
    private final Set<Tensor> moments = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Integer> inPlace = new HashSet<>();

    /**
     * Finds the in-place updates of a graph.
     *
     * @param graph the graph
     * @param variables the variables of the states
     */
    public AdamInPlace(Graph graph, List<Variable> variables) {
        this.graph = graph;
        this.variables = variables;
        graph.nodes().forEach(node -> node.operands()
                .forEach(operand -> users.computeIfAbsent(operand, none -> new ArrayList<>())
                        .add(node)));
        graph.outputs().values().forEach(node -> users.computeIfAbsent(node, none -> new ArrayList<>()));
        for (int i = 0; i < graph.states().size(); i++) {
            find(i);
        }
    }

    /** Returns whether the state at a position is updated in place, so that no assignment is needed. */
    public boolean updates(int state) {
        return inPlace.contains(state);
    }

    /** Emits a node if it belongs to an in-place update, and returns whether it does. Moments get no value. */
    public boolean lower(Tensor node, Values values, Emitter emit) {
        Update update = updates.get(node);
        if (update != null) {
            values.put(node, apply(update, node, values, emit));
        }
        return update != null || moments.contains(node);
    }

    /**
     * Emits the kernel. The formula's c0 m / (sqrt(v) c1 + epsilon) equals the kernel's (c0 / c1) m / (sqrt(v) + epsilon / c1) if the
     * kernel's powers of the decays are zero.
     */
    private Output<?> apply(Update update, Tensor node, Values values, Emitter emit) {
        Step p = (Step) node.primitive();
        List<Tensor> operands = node.operands();
        Output<?> correction = values.get(operands.get(5));
        Output<?> none = emit.scalar(node.dtype(), 0);
        OperationBuilder kernel = emit.begin("ResourceApplyAdam")
                .addInput(variables.get(update.parameters()).handle())
                .addInput(variables.get(update.first()).handle())
                .addInput(variables.get(update.second()).handle())
                .addInput(none)
                .addInput(none)
                .addInput(emit.op("RealDiv", values.get(operands.get(4)), correction))
                .addInput(emit.scalar(node.dtype(), p.beta1()))
                .addInput(emit.scalar(node.dtype(), p.beta2()))
                .addInput(emit.op("RealDiv", emit.scalar(node.dtype(), p.epsilon()), correction))
                .addInput(values.get(operands.get(3)));
        for (int state : List.of(update.parameters(), update.first(), update.second())) {
            kernel.addControlInput(variables.get(state).value().op());
        }
        Operation applied = kernel.build();
        Output<?> value = variables
                .get(update.parameters())
                .read(emit)
                .addControlInput(applied)
                .build()
                .output(0);
        inPlace.addAll(List.of(update.parameters(), update.first(), update.second()));
        return value;
    }

    private void find(int parameters) {
        Graph.State state = graph.states().get(parameters);
        Tensor step = state.next();
        if (!(step.primitive() instanceof Step) || step.operands().get(0) != state.current()) {
            return;
        }
        Update update = new Update(
                parameters,
                position(step.operands().get(1)),
                position(step.operands().get(2)));
        if (update.first() < 0 || update.second() < 0) {
            return;
        }
        Tensor first = graph.states().get(update.first()).next();
        Tensor second = graph.states().get(update.second()).next();
        if (fits(step, first, second)) {
            moments.addAll(List.of(first, second));
            updates.put(step, update);
        }
    }

    private int position(Tensor current) {
        for (int i = 0; i < graph.states().size(); i++) {
            if (graph.states().get(i).current() == current) {
                return i;
            }
        }
        return -1;
    }

    private boolean fits(Tensor step, Tensor first, Tensor second) {
        Step p = (Step) step.primitive();
        Tensor gradient = step.operands().get(3);
        return p.decay() == 0
                && isExact(p.beta2(), step.dtype())
                && first.primitive().equals(new FirstMoment(p.beta1()))
                && first.operands().equals(List.of(step.operands().get(1), gradient))
                && second.primitive().equals(new SecondMoment(p.beta2()))
                && second.operands().equals(List.of(step.operands().get(2), gradient))
                && !users.containsKey(first)
                && !users.containsKey(second);
    }

    private static boolean isExact(double beta, DType dtype) {
        double difference = dtype == DType.F32 ? 1f - (float) beta : 1 - beta;
        return Math.abs(difference - (1 - beta)) <= LARGEST_ERROR * (1 - beta);
    }
}
