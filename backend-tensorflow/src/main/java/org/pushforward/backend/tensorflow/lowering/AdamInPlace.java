package org.pushforward.backend.tensorflow.lowering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.graph.AdamUpdate.AdamFirstMoment;
import org.pushforward.graph.AdamUpdate.AdamSecondMoment;
import org.pushforward.graph.AdamUpdate.AdamStep;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
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
 * <p>The kernel adds (1 - beta2) g^2 to the second moment, and g^2 may overflow where the product does not. So it gets the gradient times
 * a power of two of at most sqrt(1 - beta2), and its variables hold the moments times this number and its square.
 *
 * <p>After a failed run these states are undefined.
 */
public final class AdamInPlace {
    /**
     * The kernel subtracts the decay of the second moment from 1 in float32, so second moments have a relative error, which the step makes up
     * for. If the error is larger than this, the formula is used instead.
     */
    private static final double LARGEST_ERROR = 2e-5;

    /**
     * The positions of an update's states.
     *
     * @param parameters the position of the state that holds the parameters
     * @param first the position of the state that holds the first moment
     * @param second the position of the state that holds the second moment
     */
    private record AdamUpdateStates(int parameters, int first, int second) {}

    private final Graph graph;
    private final Map<Tensor, List<Tensor>> users = new IdentityHashMap<>();
    private final Set<Tensor> results = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Tensor, AdamUpdateStates> updates = new IdentityHashMap<>();
    private final Set<Tensor> moments = Collections.newSetFromMap(new IdentityHashMap<>());
    /** The power of two that each state is multiplied by, for the states that are updated in place. */
    private final Map<Integer, Double> scales = new HashMap<>();

    private final List<Operation> kernels = new ArrayList<>();

    /** Finds the in-place updates of a graph. */
    public AdamInPlace(Graph graph) {
        this.graph = graph;
        graph.nodes().forEach(node -> node.operands()
                .forEach(operand -> users.computeIfAbsent(operand, none -> new ArrayList<>())
                        .add(node)));
        results.addAll(graph.outputs().values());
        graph.states().forEach(state -> results.add(state.next()));
        for (int i = 0; i < graph.states().size(); i++) {
            find(i);
        }
    }

    /** Returns whether the state at a position is updated in place, so that no assignment is needed. */
    public boolean updates(int state) {
        return scales.containsKey(state);
    }

    /** Returns the emitted kernels, which a run must wait for. */
    public List<Operation> kernels() {
        return List.copyOf(kernels);
    }

    /** Returns whether a run reads the variable of a state, other than by the kernel. */
    public boolean isRead(int state) {
        Tensor current = graph.states().get(state).current();
        return !scales.containsKey(state)
                || results.contains(current)
                || users.getOrDefault(current, List.of()).stream().anyMatch(user -> !computes(user));
    }

    /** Returns whether the kernel computes a node. */
    public boolean computes(Tensor node) {
        return updates.containsKey(node) || moments.contains(node);
    }

    /** Returns the power of two by which the variable of a state is multiplied. */
    public double scale(int state) {
        return scales.getOrDefault(state, 1.0);
    }

    /**
     * Emits a node if it belongs to an in-place update, and returns whether it does. New states that no node reads get no value.
     *
     * @param variables the variables of all states, with their {@linkplain #scale scales}
     */
    public boolean lower(Tensor node, List<Variable> variables, Values values, Emitter emit) {
        AdamUpdateStates update = updates.get(node);
        if (update != null) {
            Variable parameters = variables.get(update.parameters());
            Operation kernel = apply(update, node, variables, values, emit);
            kernels.add(kernel);
            if (isReadLater(node)) {
                values.put(
                        node,
                        parameters.read(emit).addControlInput(kernel).build().output(0));
            }
        }
        return computes(node);
    }

    /** Returns whether anything but the kernel's own state takes the new parameters. */
    private boolean isReadLater(Tensor step) {
        return users.containsKey(step)
                || graph.outputs().containsValue(step)
                || graph.states().stream().filter(state -> state.next() == step).count() > 1;
    }

    /**
     * Emits the kernel. The formula's c0 m / (sqrt(v) c1 + epsilon) equals the kernel's (c0 / c1) r m' / (sqrt(v') + s r epsilon / c1) with
     * m' = s m and v' = s^2 r^2 v. The kernel computes r as sqrt(1 - p) from what it takes for a power p of the second decay.
     */
    private Operation apply(
            AdamUpdateStates update, Tensor node, List<Variable> variables, Values values, Emitter emit) {
        AdamStep p = (AdamStep) node.primitive();
        List<Tensor> operands = node.operands();
        Output<?> correction = values.get(operands.get(5));
        double scale = scale(update.first());
        double ratio = difference(p.beta2(), node.dtype()) / (1 - p.beta2());
        OperationBuilder kernel = emit.begin("ResourceApplyAdam")
                .addInput(variables.get(update.parameters()).handle())
                .addInput(variables.get(update.first()).handle())
                .addInput(variables.get(update.second()).handle())
                .addInput(emit.scalar(node.dtype(), 0))
                .addInput(emit.scalar(node.dtype(), 1 - ratio))
                .addInput(emit.op("RealDiv", values.get(operands.get(4)), correction))
                .addInput(emit.scalar(node.dtype(), p.beta1()))
                .addInput(emit.scalar(node.dtype(), p.beta2()))
                .addInput(emit.op(
                        "RealDiv", emit.scalar(node.dtype(), p.epsilon() * scale * Math.sqrt(ratio)), correction))
                .addInput(scaled(operands.get(3), 3, scale, values, emit));
        List.of(update.parameters(), update.first(), update.second()).stream()
                .filter(this::isRead)
                .forEach(state ->
                        kernel.addControlInput(variables.get(state).content().op()));
        return kernel.build();
    }

    /**
     * Returns a vector times a number. A product of matrices that has no other users is computed again, from a factor times the number, if
     * that factor is smaller than the product; the original then has no user left and is not computed.
     *
     * @param uses the number of users that the vector has here
     */
    private Output<?> scaled(Tensor x, int uses, double scale, Values values, Emitter emit) {
        boolean own = !results.contains(x) && users.get(x).size() == uses;
        if (own && x.primitive() instanceof Movement.Reshape) {
            Output<?> operand = scaled(x.operands().get(0), 1, scale, values, emit);
            return emit.reshape(operand, x.shape().dims());
        }
        if (own && x.primitive() instanceof Contraction.Matmul) {
            List<Output<?>> factors = new ArrayList<>();
            x.operands().forEach(factor -> factors.add(values.get(factor)));
            int left = x.operands().get(0).shape().size();
            int right = x.operands().get(1).shape().size();
            if (Math.min(left, right) < x.shape().size()) {
                factors.set(left < right ? 0 : 1, times(factors.get(left < right ? 0 : 1), x, scale, emit));
                return TensorFlowLowerings.lower(x, factors, emit);
            }
        }
        return times(values.get(x), x, scale, emit);
    }

    private static Output<?> times(Output<?> x, Tensor like, double scale, Emitter emit) {
        return scale == 1 ? x : emit.op("Mul", x, emit.scalar(like.dtype(), scale));
    }

    private void find(int parameters) {
        Graph.State state = graph.states().get(parameters);
        Tensor step = state.next();
        if (!(step.primitive() instanceof AdamStep) || step.operands().get(0) != state.current()) {
            return;
        }
        AdamUpdateStates update = new AdamUpdateStates(
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
            double scale = Math.scalb(1, Math.getExponent(Math.sqrt(1 - ((AdamStep) step.primitive()).beta2())));
            scales.put(update.parameters(), 1.0);
            scales.put(update.first(), scale);
            scales.put(update.second(), scale * scale);
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
        AdamStep p = (AdamStep) step.primitive();
        Tensor gradient = step.operands().get(3);
        return p.decay() == 0
                && isExact(p.beta2(), step.dtype())
                && first.primitive().equals(new AdamFirstMoment(p.beta1()))
                && first.operands().equals(List.of(step.operands().get(1), gradient))
                && second.primitive().equals(new AdamSecondMoment(p.beta2()))
                && second.operands().equals(List.of(step.operands().get(2), gradient))
                && !users.containsKey(first)
                && !users.containsKey(second)
                && !graph.outputs().containsValue(first)
                && !graph.outputs().containsValue(second);
    }

    private static boolean isExact(double beta, DType dtype) {
        return Math.abs(difference(beta, dtype) - (1 - beta)) <= LARGEST_ERROR * (1 - beta);
    }

    /** Returns what the kernel takes for 1 - beta. */
    private static double difference(double beta, DType dtype) {
        return dtype == DType.F32 ? 1f - (float) beta : 1 - beta;
    }
}
