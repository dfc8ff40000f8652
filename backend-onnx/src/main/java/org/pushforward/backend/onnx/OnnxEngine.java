package org.pushforward.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/** ONNX Runtime on one device with a number of threads. Holds nothing itself: each program has a session of its own. */
final class OnnxEngine implements Engine {
    private final OrtEnvironment environment;
    private final BackendOptions options;
    private Optional<BlockedLayout> blocked = Optional.empty();

    /**
     * Starts the engine.
     *
     * @throws BackendException if the device cannot be used
     */
    OnnxEngine(OrtEnvironment environment, BackendOptions options) {
        this.environment = environment;
        this.options = options;
        try (OrtSession.SessionOptions probe = new OrtSession.SessionOptions()) {
            configure(probe, options.threads());
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new BackendException(
                    "device " + options.device() + " of backend onnx: unsupported here: " + e.getMessage()
                            + "; add the libraries that it names and those of CUDA and cuDNN to the library path",
                    e);
        }
    }

    private void configure(OrtSession.SessionOptions session, int threads) throws OrtException {
        session.setIntraOpNumThreads(threads);
        session.setInterOpNumThreads(1);
        // What goes wrong is thrown.
        session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        session.setDeterministicCompute(true);
        // Threads that spin between operators gain nothing here and hinder every other session.
        session.addConfigEntry("session.intra_op.allow_spinning", "0");
        if (options.device().kind() == Device.Kind.GPU) {
            try (OrtCUDAProviderOptions cuda =
                    new OrtCUDAProviderOptions(options.device().index())) {
                // TensorFloat-32 keeps ten bits of the mantissa.
                cuda.add("use_tf32", "0");
                session.addCUDA(cuda);
            }
        }
    }

    @Override
    public Set<Class<? extends Primitive>> primitives() {
        return Lowerings.primitives();
    }

    @Override
    public Set<DType> dtypes() {
        return EnumSet.allOf(DType.class);
    }

    @Override
    public Optional<String> gap(Tensor node) {
        return hasKernel(node)
                ? Optional.empty()
                : Optional.of("computes " + node.primitive().name() + " in float32 only");
    }

    /** Returns whether a node can be written as it is: the kernels of activations are for float32 only. */
    static boolean hasKernel(Tensor node) {
        boolean activation = node.primitive() instanceof Smooth || node.primitive() instanceof Rectified;
        boolean narrow = activation && node.dtype() != DType.F32;
        return Lowerings.primitives().contains(node.primitive().getClass()) && !narrow;
    }

    @Override
    public Program compile(Graph given) {
        Graph graph = given.rewrite(new UnfoldedConvolution());
        if (GraphWriter.results(graph).isEmpty()) {
            return new OnnxProgram(environment, graph, Optional.empty());
        }
        try (OrtSession.SessionOptions session = new OrtSession.SessionOptions()) {
            configure(session, Effort.isShared(graph) ? options.threads() : 1);
            byte[] model = GraphWriter.write(graph, blocked(graph, session));
            return new OnnxProgram(environment, graph, Optional.of(environment.createSession(model, session)));
        } catch (OrtException e) {
            throw new BackendException("ONNX Runtime refuses the graph: " + e.getMessage(), e);
        }
    }

    /** Returns the layout for the convolutions of a graph, which is looked for when the first comes. */
    private synchronized BlockedLayout blocked(Graph graph, OrtSession.SessionOptions session) {
        boolean convolves = graph.nodes().stream()
                .anyMatch(node -> node.primitive() instanceof Contraction.Conv2d
                        || node.primitive() instanceof Contraction.Conv2dInputGradient);
        if (!convolves || options.device().kind() != Device.Kind.CPU) {
            return BlockedLayout.NONE;
        }
        if (blocked.isEmpty()) {
            blocked = Optional.of(BlockedLayout.find(environment, session));
        }
        return blocked.get();
    }

    @Override
    public void close() {
        // The environment is the process's own and sessions are closed by their programs.
    }
}
