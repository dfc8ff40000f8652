package org.pushforward.backend.tensorflow;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.backend.support.DataParallelism;
import org.pushforward.backend.support.Work;
import org.pushforward.backend.tensorflow.lowering.ChannelsLast;
import org.pushforward.backend.tensorflow.lowering.Emitter;
import org.pushforward.backend.tensorflow.lowering.ForwardConvolutions;
import org.pushforward.backend.tensorflow.lowering.SharedSigmoids;
import org.pushforward.backend.tensorflow.lowering.TensorFlowLowerings;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Subnormals;
import org.pushforward.tensor.DType;
import org.tensorflow.Operation;
import org.tensorflow.Session;

/** TensorFlow on one device. Every program has its own session, so there is nothing to release here. */
public final class TensorFlowEngine implements Engine {
    private static final Set<Class<? extends Primitive>> PRIMITIVES = Stream.of(
                    TensorFlowLowerings.PRIMITIVES, ChannelsLast.PRIMITIVES)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * The average work of a node, in elementary operations, below which running nodes on other threads does not pay.
     */
    private static final long LEAST_WORK = 150_000;

    /** The number of concurrent nodes per thread that is needed to keep threads from waiting for each other. */
    private static final double ENOUGH = 1.5;

    /** The kernel of x sigmoid(x). */
    public static final String SILU = "_MklSwish";

    private final BackendOptions options;
    private final List<Integer> cards;
    private final String device;
    private final boolean hasSilu;

    /**
     * Opens the engine, and runs a small computation to check that the device works.
     *
     * @param cards the cards that its sessions see ({@link VisibleCards}), the device last; none on a CPU
     * @throws RuntimeException if TensorFlow cannot use the device; the message is that of TensorFlow
     */
    TensorFlowEngine(BackendOptions options, List<Integer> cards) {
        this.options = options;
        this.cards = cards;
        this.device = "/device:" + options.device().processor() + ":" + Math.max(0, cards.size() - 1);
        compute("Square");
        this.hasSilu = options.device().isCpu() && computes(SILU);
    }

    /** Returns whether the engine has a kernel; only builds for x86-64 processors have all of them. */
    private boolean computes(String operation) {
        try {
            compute(operation);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void compute(String operation) {
        try (org.tensorflow.Graph graph = new org.tensorflow.Graph()) {
            Emitter emit = new Emitter(graph, device);
            Operation result = emit.op(operation, emit.scalar(DType.F32, 3)).op();
            try (Session session = new Session(graph, SessionSettings.strict(options, cards))) {
                session.runner().addTarget(result).run().close();
            }
        }
    }

    @Override
    public Set<Class<? extends Primitive>> primitives() {
        return PRIMITIVES;
    }

    @Override
    public Set<DType> dtypes() {
        return EnumSet.allOf(DType.class);
    }

    @Override
    public Optional<String> gap(Tensor node) {
        return node.primitive() instanceof Smooth.Silu && !(hasSilu && node.dtype() == DType.F32)
                ? Optional.of("has no kernel for silu of " + node.dtype() + " here")
                : Optional.empty();
    }

    @Override
    public Program compile(Graph graph) {
        Graph forward = graph.rewrite(new SharedSigmoids(graph)).rewrite(new ForwardConvolutions());
        boolean parallel = isParallel(forward, options);
        Graph parts = parts(forward, options);
        PiecewiseStates states = new PiecewiseStates(parts);
        boolean onCpu = options.device().isCpu();
        // TensorFlow's own threads flush subnormal numbers to zero; the caller's thread does not.
        Program program = new TensorFlowProgram(
                onCpu ? Subnormals.withoutGuards(states.divided()) : states.divided(),
                device,
                SessionSettings.of(options, cards, parallel),
                onCpu && !parallel ? Subnormals.prone(states.divided()) : List.of());
        return new PiecewiseProgram(program, states.limits());
    }

    /** Returns whether several threads run the operations of a graph; never on a GPU, where they run one after another. */
    private static boolean isParallel(Graph graph, BackendOptions options) {
        return options.device().isCpu() && options.threads() > 1 && Work.perNode(graph) >= LEAST_WORK;
    }

    /** Returns a graph that is split into one part for each thread, if this pays off. */
    static Graph parts(Graph graph, BackendOptions options) {
        boolean divided = isParallel(graph, options) && Work.concurrency(graph) < ENOUGH * options.threads();
        return divided ? DataParallelism.divide(graph, options.threads()) : graph;
    }

    @Override
    public void close() {}
}
