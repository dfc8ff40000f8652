package org.pushforward.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Precision;
import org.pushforward.backend.Program;
import org.pushforward.backend.onnx.device.DeviceStates;
import org.pushforward.backend.onnx.device.MemoryPlace;
import org.pushforward.backend.onnx.device.Traffic;
import org.pushforward.backend.onnx.lowering.BlockedLayout;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.lowering.Kernels;
import org.pushforward.backend.onnx.lowering.OnnxLowerings;
import org.pushforward.backend.onnx.plan.Plan;
import org.pushforward.backend.onnx.plan.Planner;
import org.pushforward.backend.onnx.plan.ThreadingHeuristic;
import org.pushforward.backend.onnx.plan.VectorTiling;
import org.pushforward.backend.onnx.run.Binding;
import org.pushforward.backend.onnx.run.CompiledTask;
import org.pushforward.backend.onnx.run.SessionTask;
import org.pushforward.backend.onnx.run.VectorTask;
import org.pushforward.backend.onnx.run.WorkerPool;
import org.pushforward.backend.support.DataParallelism;
import org.pushforward.backend.support.DataParallelism.Division;
import org.pushforward.backend.support.Work;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * ONNX Runtime on one device with a number of threads. It owns no native resources: each program has its own session.
 */
final class OnnxEngine implements Engine {
    /** The average work of a node below which synchronizing threads costs more than it gains. */
    private static final long LEAST_WORK = 150_000;

    /** The smallest fraction of the work that must be divided. */
    private static final double LEAST_SHARE = 0.7;

    private static final Set<Class<? extends Primitive>> PRIMITIVES = Stream.concat(
                    OnnxLowerings.primitives().stream(),
                    Stream.of(
                            AdamUpdate.AdamFirstMoment.class,
                            AdamUpdate.AdamSecondMoment.class,
                            AdamUpdate.AdamStep.class))
            .collect(Collectors.toUnmodifiableSet());

    private final OrtEnvironment environment;
    private final BackendOptions options;
    private final Kernels kernels;
    private final WorkerPool pool;
    /** Where states stay between runs; the memory of the JVM if empty. */
    private final Optional<DeviceStates> device;

    private Optional<BlockedLayout> blocked = Optional.empty();

    /**
     * Starts the engine.
     *
     * @throws BackendException if the device cannot be used
     */
    OnnxEngine(OrtEnvironment environment, BackendOptions options) {
        this(environment, options, kernels(options), place(options), new Traffic());
    }

    /**
     * Starts the engine with the lowerings for the given kernels and with states in the given memory, whatever the device is.
     *
     * @param place the memory of a device for states; the memory of the JVM if empty
     * @param traffic counts what passes between the JVM and the memory of a device
     */
    OnnxEngine(
            OrtEnvironment environment,
            BackendOptions options,
            Kernels kernels,
            Optional<MemoryPlace> place,
            Traffic traffic) {
        this.environment = environment;
        this.options = options;
        this.kernels = kernels;
        try (OrtSession.SessionOptions probe = new OrtSession.SessionOptions()) {
            configure(probe, options.threads());
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new BackendException(
                    "device " + options.device() + " of backend onnx: unsupported here: " + e.getMessage()
                            + "; add the libraries that it names and those of CUDA and cuDNN to the library path",
                    e);
        }
        this.pool = new WorkerPool(options.threads() - 1);
        this.device = place.flatMap(memory -> DeviceStates.open(environment, memory, this::open, traffic));
    }

    /** Returns whether states stay in the memory of a device, which they do not if its interface cannot be used. */
    boolean keepsStatesOnDevice() {
        return device.isPresent();
    }

    /** Returns the memory for states: on a CPU the JVM's, whose vector updates need them. */
    private static Optional<MemoryPlace> place(BackendOptions options) {
        return options.device().isCpu() ? Optional.empty() : Optional.of(MemoryPlace.of(options.device()));
    }

    private OrtSession open(byte[] model) throws OrtException {
        return open(model, 1);
    }

    private OrtSession open(byte[] model, int threads) throws OrtException {
        try (OrtSession.SessionOptions session = new OrtSession.SessionOptions()) {
            configure(session, threads);
            return environment.createSession(model, session);
        }
    }

    /** Returns the kernels of a device. */
    static Kernels kernels(BackendOptions options) {
        if (options.device().isCpu()) {
            return Kernels.CPU;
        }
        return options.precision() == Precision.TF32 ? Kernels.CUDA_TF32 : Kernels.CUDA;
    }

    private void configure(OrtSession.SessionOptions session, int threads) throws OrtException {
        session.setIntraOpNumThreads(threads);
        session.setInterOpNumThreads(1);
        // Errors are thrown, so logging them is redundant.
        session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        session.setDeterministicCompute(true);
        // Spinning between operators gains nothing here and slows down every other session.
        session.addConfigEntry("session.intra_op.allow_spinning", "0");
        if (options.device().isGpu()) {
            try (OrtCUDAProviderOptions cuda =
                    new OrtCUDAProviderOptions(options.device().index())) {
                for (Map.Entry<String, String> setting : cudaSettings(options).entrySet()) {
                    cuda.add(setting.getKey(), setting.getValue());
                }
                session.addCUDA(cuda);
            }
        }
    }

    /** Returns the settings of the CUDA provider. */
    static Map<String, String> cudaSettings(BackendOptions options) {
        Map<String, String> settings = new HashMap<>();
        settings.put("use_tf32", options.precision() == Precision.TF32 ? "1" : "0");
        // Other settings would choose algorithms by their measured time, which varies.
        settings.put("cudnn_conv_algo_search", "HEURISTIC");
        options.gpuMebibytes().ifPresent(limit -> settings.put("gpu_mem_limit", String.valueOf((long) limit << 20)));
        return settings;
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
        if (node.primitive() instanceof AdamUpdate) {
            boolean vector = node.shape().rank() == 1 && node.shape().size() > 1;
            return onCpu() && vector && VectorTask.computes(node)
                    ? Optional.empty()
                    : Optional.of("computes " + node.primitive().name() + " of vectors of float32 on a CPU only");
        }
        return kernels.has(node)
                ? Optional.empty()
                : Optional.of("computes " + node.primitive().name() + " in float32 only");
    }

    @Override
    public Program compile(Graph given) {
        Graph graph = kernels.adapt(given);
        if (device.isPresent()
                && !graph.states().isEmpty()
                && !GraphWriter.results(graph).isEmpty()) {
            return resident(graph, device.get());
        }
        Optional<Division> parallel = parallel(graph);
        Plan schedule = plan(graph, parallel);
        boolean shared = parallel.isEmpty() && ThreadingHeuristic.isShared(graph);
        Map<ByteString, OrtSession> sessions = new HashMap<>();
        try (OrtSession.SessionOptions session = new OrtSession.SessionOptions()) {
            configure(session, shared ? options.threads() : 1);
            BlockedLayout layout = blocked(graph, session);
            List<List<CompiledTask>> stages = new ArrayList<>();
            for (List<Plan.Task> stage : schedule.stages()) {
                List<CompiledTask> tasks = new ArrayList<>();
                for (Plan.Task task : stage) {
                    tasks.add(task.vector() ? new VectorTask(task) : compile(task, layout, session, sessions));
                }
                stages.add(tasks);
            }
            return new OnnxProgram(() -> new Binding(environment, graph, schedule, stages), pool, sessions.values());
        } catch (OrtException e) {
            OnnxProgram.close(sessions.values());
            throw new BackendException("ONNX Runtime refuses the graph: " + e.getMessage(), e);
        } catch (RuntimeException | OutOfMemoryError e) {
            OnnxProgram.close(sessions.values());
            throw e;
        }
    }

    private Program resident(Graph graph, DeviceStates states) {
        byte[] model = GraphWriter.write(graph, BlockedLayout.NONE, kernels);
        try {
            return states.program(graph, open(model, ThreadingHeuristic.isShared(graph) ? options.threads() : 1));
        } catch (OrtException e) {
            throw new BackendException("ONNX Runtime refuses the graph: " + e.getMessage(), e);
        }
    }

    /** Returns the plan of a graph. On a GPU, the engine runs the whole graph as one task. */
    Plan plan(Graph graph, Optional<Division> parallel) {
        Division division = parallel.orElseGet(() -> new Division(graph, Map.of()));
        return Planner.schedule(
                onCpu() ? VectorTiling.cut(division, options.threads()) : new VectorTiling.Cut(division, Set.of()),
                options.threads());
    }

    private CompiledTask compile(
            Plan.Task task,
            BlockedLayout layout,
            OrtSession.SessionOptions options,
            Map<ByteString, OrtSession> sessions)
            throws OrtException {
        ByteString model = ByteString.copyFrom(GraphWriter.write(task.graph(), layout, kernels));
        OrtSession known = sessions.get(model);
        OrtSession session = known == null ? environment.createSession(model.toByteArray(), options) : known;
        sessions.put(model, session);
        return new SessionTask(task, session);
    }

    /** Returns the graph divided into one part for each thread, if this pays off. */
    Optional<Division> parallel(Graph graph) {
        boolean several = options.threads() > 1 && onCpu();
        // Graphs with convolutions gain nothing: a convolution takes long, and the engine itself divides it equally
        // well.
        if (!several || convolves(graph) || Work.perNode(graph) < LEAST_WORK) {
            return Optional.empty();
        }
        Division division = DataParallelism.of(graph, options.threads());
        long all = work(graph.nodes());
        long inParts = work(division.parts().keySet());
        return inParts < LEAST_SHARE * all ? Optional.empty() : Optional.of(division);
    }

    private boolean onCpu() {
        return kernels == Kernels.CPU;
    }

    private static long work(Collection<Tensor> nodes) {
        return nodes.stream().mapToLong(Work::of).sum();
    }

    private static boolean convolves(Graph graph) {
        return graph.nodes().stream()
                .anyMatch(node -> node.primitive() instanceof Contraction.Conv2d
                        || node.primitive() instanceof Contraction.Conv2dInputGradient);
    }

    /** Returns the layout for convolutions, which is determined for the first graph with convolutions. */
    private synchronized BlockedLayout blocked(Graph graph, OrtSession.SessionOptions session) {
        if (!convolves(graph) || !onCpu()) {
            return BlockedLayout.NONE;
        }
        if (blocked.isEmpty()) {
            blocked = Optional.of(BlockedLayout.find(environment, session));
        }
        return blocked.get();
    }

    @Override
    public void close() {
        // The environment belongs to the process, and programs close their own sessions.
        device.ifPresent(DeviceStates::close);
        pool.close();
    }
}
