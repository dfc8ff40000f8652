package org.pushforward.backend.djl;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.backend.djl.script.AdamKernel;
import org.pushforward.backend.djl.script.Archive;
import org.pushforward.backend.djl.script.Script;
import org.pushforward.backend.djl.script.ScriptWriter;
import org.pushforward.backend.djl.script.TorchLowerings;
import org.pushforward.backend.support.DataParallelism;
import org.pushforward.backend.support.Work;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;
import org.pushforward.graph.pass.Subnormals;
import org.pushforward.tensor.DType;

/** Compiles graphs to TorchScript programs on one device. */
public final class DjlEngine implements Engine {
    /** The average work of a node above which dividing it gains more than the overhead of additional nodes. */
    private static final long LEAST_WORK = 150_000;

    /** The largest number of nodes for which libtorch's own threads, with their ordinary stacks, can run a part. */
    private static final int MOST_NODES = 5_000;

    private final BackendOptions options;
    private final PtNDManager manager;

    DjlEngine(BackendOptions options, PtNDManager manager) {
        this.options = options;
        this.manager = manager;
    }

    @Override
    public Set<Class<? extends Primitive>> primitives() {
        return TorchLowerings.primitives();
    }

    @Override
    public Set<DType> dtypes() {
        return EnumSet.allOf(DType.class);
    }

    @Override
    public Optional<String> gap(Tensor node) {
        boolean kernel = node.type().dtype() == DType.F32 && node.shape().size() > 0;
        return node.primitive() instanceof AdamUpdate && !kernel
                ? Optional.of("has no kernel of Adam for " + node.type())
                : Optional.empty();
    }

    @Override
    public Program compile(Graph graph) {
        boolean inPlace = AdamKernel.all(graph).isPresent();
        Graph supported = inPlace ? graph : Passes.optimize(graph, node -> !(node.primitive() instanceof AdamUpdate));
        Graph unguarded = Subnormals.withoutGuards(supported);
        return compile(unguarded, script(unguarded), Subnormals.prone(supported));
    }

    /** Returns the script of a graph, which is split into parts only on a CPU. */
    Script script(Graph graph) {
        boolean parallel = options.device().isCpu()
                && options.threads() > 1
                && graph.nodes().size() <= MOST_NODES
                && Work.perNode(graph) >= LEAST_WORK
                // If one part failed, the others would continue to run.
                && graph.nodes().stream().noneMatch(node -> node.primitive() instanceof Indexing);
        return parallel
                ? ScriptWriter.write(
                        DataParallelism.of(graph, options.threads(), true), options.threads(), options.device())
                : ScriptWriter.write(graph, options.device());
    }

    /** Returns the number of threads that a program may use. */
    int threads() {
        return options.threads();
    }

    /** Loads the script of a graph. */
    public Program compile(Graph graph, Script script) {
        return compile(graph, script, Subnormals.prone(graph));
    }

    private Program compile(Graph graph, Script script, List<Integer> moments) {
        PtNDManager own = (PtNDManager) manager.newSubManager();
        try {
            PtSymbolBlock block = DeepStack.call(() -> load(script, own));
            return new DjlProgram(graph, this, own, block, script, moments);
        } catch (EngineException e) {
            own.close();
            throw new BackendException(
                    "backend djl refuses a graph of " + graph.nodes().size() + " nodes: " + e.getMessage(), e);
        }
    }

    private PtSymbolBlock load(Script script, PtNDManager owner) {
        prepareThread(options.threads());
        try {
            return JniUtils.loadModule(
                    owner,
                    new ByteArrayInputStream(Archive.of(script.views().orElse("") + script.method())),
                    false,
                    false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Applies the settings that libtorch keeps per thread.
     *
     * @param threads the number of threads that share each operation
     */
    void prepareThread(int threads) {
        // Profiling would recompile the program during its first runs, without any gain afterward.
        JniUtils.setGraphExecutorOptimize(false);
        // Threads that a script forks inherit the last settings.
        if (threads == 1 || JniUtils.getNumThreads() != threads) {
            JniUtils.setNumThreads(threads);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
