package org.pushforward.backend.tensorflow;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.tensor.DType;
import org.tensorflow.Session;

/** TensorFlow on one device. Every program has a session of its own, so there is nothing to release here. */
final class TensorFlowEngine implements Engine {
    private static final Set<Class<? extends Primitive>> PRIMITIVES = Stream.of(
                    Lowerings.PRIMITIVES, ChannelsLast.PRIMITIVES)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    /** The work of an average node, in elementary operations, below which handing nodes to other threads does not pay. */
    private static final long LEAST_WORK = 150_000;

    private final BackendOptions options;
    private final String device;

    /**
     * Opens it, and computes something on the device to see that it is there.
     *
     * @throws RuntimeException if TensorFlow cannot use the device, saying why in its own words
     */
    TensorFlowEngine(BackendOptions options) {
        this.options = options;
        this.device =
                "/device:" + options.device().kind() + ":" + options.device().index();
        if (options.device().kind() == Device.Kind.GPU) {
            probe();
        }
    }

    private void probe() {
        try (org.tensorflow.Graph graph = new org.tensorflow.Graph()) {
            Emitter emit = new Emitter(graph, device);
            String square = "square";
            graph.opBuilder("Square", square, graph.baseScope())
                    .addInput(emit.scalar(DType.F32, 3))
                    .setDevice(device)
                    .build();
            try (Session session = new Session(graph, SessionSettings.strict(options))) {
                session.run(square);
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
    public Program compile(Graph graph) {
        Graph forward = graph.rewrite(new ForwardConvolutions());
        boolean parallel = options.device().kind() == Device.Kind.CPU
                && options.threads() > 1
                && Work.perNode(forward) >= LEAST_WORK;
        Graph divided = parallel ? DataParallelism.divide(forward, options.threads()) : forward;
        return new TensorFlowProgram(divided, device, SessionSettings.of(options, parallel));
    }

    @Override
    public void close() {}
}
