package org.pushforward.backend.djl;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Passes;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/** Compiles graphs to TorchScript programs on one device. */
final class DjlEngine implements Engine {
    private final BackendOptions options;
    private final PtNDManager manager;

    DjlEngine(BackendOptions options, PtNDManager manager) {
        this.options = options;
        this.manager = manager;
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
        boolean kernel = node.type().dtype() == DType.F32 && node.shape().size() > 0;
        return node.primitive() instanceof AdamUpdate && !kernel
                ? Optional.of("has no kernel of Adam for " + node.type())
                : Optional.empty();
    }

    @Override
    public Program compile(Graph graph) {
        Graph gated = Passes.optimise(graph.rewrite(new Gates()), node -> true);
        boolean inPlace = AdamKernel.all(gated).isPresent();
        Graph supported = inPlace ? gated : Passes.optimise(gated, node -> !(node.primitive() instanceof AdamUpdate));
        return compile(supported, ScriptWriter.write(supported, options.device()));
    }

    /** Loads a script of a graph. */
    Program compile(Graph graph, Script script) {
        PtNDManager own = (PtNDManager) manager.newSubManager();
        try {
            PtSymbolBlock block = DeepStack.call(() -> load(script, own));
            return new DjlProgram(graph, this, own, block, script);
        } catch (EngineException e) {
            own.close();
            throw new BackendException(
                    "backend djl refuses a graph of " + graph.nodes().size() + " nodes: " + e.getMessage(), e);
        }
    }

    private PtSymbolBlock load(Script script, PtNDManager owner) {
        prepareThread();
        try {
            return JniUtils.loadModule(owner, new ByteArrayInputStream(Archive.of(script.method())), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the settings that libtorch keeps for each thread. */
    void prepareThread() {
        // Profiling would recompile the program in its first runs and gains nothing afterwards.
        JniUtils.setGraphExecutorOptimize(false);
        if (JniUtils.getNumThreads() != options.threads()) {
            JniUtils.setNumThreads(options.threads());
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
