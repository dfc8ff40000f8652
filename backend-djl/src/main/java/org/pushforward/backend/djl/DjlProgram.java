package org.pushforward.backend.djl;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Program;
import org.pushforward.backend.djl.script.Script;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Subnormals;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * A loaded script with its constants and states.
 *
 * <p>A state is a handle that is passed to the script and replaced by the handle that the script returns. So nothing is
 * copied, and a failed run leaves the states unchanged. States that the script updates in place are the exception: if a
 * run fails after such an update, they are lost.
 */
final class DjlProgram implements Program {
    /** Off-heap memory for the inputs of one run at a time, and libtorch's view of it. */
    private record InputMemory(List<ByteBuffer> memory, List<PtNDArray> tensors, IValue[] values) {}

    private final Graph graph;
    private final List<TensorType> outputTypes;
    private final DjlEngine engine;
    private final PtNDManager manager;
    private final PtNDManager hostManager;
    private final PtSymbolBlock block;
    private final IValue[] constants;
    private final IValue[] states;
    private final List<Integer> inPlace;
    private final boolean hasViews;
    private IValue[] views = {};
    private final int threads;
    private final Queue<InputMemory> feeds = new ConcurrentLinkedQueue<>();
    private volatile boolean warm;
    private final List<Integer> moments;
    private long runs;

    DjlProgram(
            Graph graph,
            DjlEngine engine,
            PtNDManager manager,
            PtSymbolBlock block,
            Script script,
            List<Integer> moments) {
        this.graph = graph;
        this.outputTypes = graph.outputs().values().stream().map(Tensor::type).toList();
        this.engine = engine;
        this.manager = manager;
        this.hostManager = manager.newSubManager(ai.djl.Device.cpu());
        this.block = block;
        this.constants = script.constants().stream()
                .map(value -> TorchElements.upload(value, manager))
                .toArray(IValue[]::new);
        this.states = new IValue[graph.states().size()];
        this.inPlace = script.inPlace();
        this.moments = moments;
        this.hasViews = script.views().isPresent();
        this.threads = script.lanes() > 1 ? 1 : engine.threads();
    }

    @Override
    public void write(int state, HostArray value) {
        replace(states, state, TorchElements.upload(value, manager));
        close(views);
        views = new IValue[0];
    }

    @Override
    public HostArray read(int state) {
        return TorchElements.download(states[state], graph.states().get(state).type(), manager);
    }

    @Override
    public void startAt(long number) {
        runs = number;
    }

    @Override
    public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
        InputMemory feed = feeds.poll();
        if (feed == null) {
            feed = newFeed();
        }
        try {
            for (int i = 0; i < inputs.size(); i++) {
                TorchElements.put(inputs.get(i), feed.memory().get(i));
            }
            IValue[] results = forward(feed);
            try {
                List<HostArray> outputs = downloadOutputs(results, wanted);
                exchangeStates(results);
                guardMoments();
                return outputs;
            } finally {
                close(results);
            }
        } catch (EngineException e) {
            String lost = inPlace.isEmpty() ? "" : "; the update of its states may have begun: write() them again";
            throw new BackendException("backend djl failed in a run" + lost + ": " + e.getMessage(), e);
        } finally {
            feeds.add(feed);
        }
    }

    private IValue[] forward(InputMemory feed) {
        if (warm) {
            return forwardHere(feed);
        }
        IValue[] results = DeepStack.call(() -> forwardHere(feed));
        warm = true;
        return results;
    }

    private IValue[] forwardHere(InputMemory feed) {
        engine.prepareThread(threads);
        IValue[] arguments = arguments(feed);
        try (IValue tuple = IValueUtils.forward(block, arguments)) {
            return tuple.toIValueTuple();
        }
    }

    private IValue[] arguments(InputMemory feed) {
        if (hasViews && views.length == 0) {
            try (IValue tuple = IValueUtils.runMethod(block, "views", states)) {
                views = tuple.toIValueTuple();
            }
        }
        int inputs = feed.values().length;
        int given = inputs + states.length + constants.length;
        IValue[] arguments = Arrays.copyOf(feed.values(), given + views.length);
        System.arraycopy(states, 0, arguments, inputs, states.length);
        System.arraycopy(constants, 0, arguments, inputs + states.length, constants.length);
        System.arraycopy(views, 0, arguments, given, views.length);
        return arguments;
    }

    private List<HostArray> downloadOutputs(IValue[] results, List<Integer> wanted) {
        return wanted.stream()
                .map(position -> TorchElements.download(results[position], outputTypes.get(position), hostManager))
                .toList();
    }

    private void exchangeStates(IValue[] results) {
        int next = graph.outputs().size();
        for (int i = 0; i < states.length; i++) {
            if (graph.states().get(i).changes() && !inPlace.contains(i)) {
                replace(states, i, results[next]);
                results[next++] = null;
            }
        }
    }

    /** Keeps moments from becoming subnormal, once every {@link Subnormals#PERIOD} runs: a pass in each run would cost too much. */
    private void guardMoments() {
        if (moments.isEmpty() || ++runs % Subnormals.PERIOD != 0) {
            return;
        }
        for (int state : moments) {
            try (PtNDArray tensor = states[state].toTensor(manager)) {
                tensor.addi(Subnormals.GUARD).subi(Subnormals.GUARD);
            }
        }
    }

    private static void replace(IValue[] values, int position, IValue value) {
        if (values[position] != null) {
            values[position].close();
        }
        values[position] = value;
    }

    private InputMemory newFeed() {
        List<ByteBuffer> memory = new ArrayList<>();
        List<PtNDArray> tensors = new ArrayList<>();
        for (Tensor input : graph.inputs()) {
            TensorType type = input.type();
            memory.add(TorchElements.allocate(type));
            tensors.add(TorchElements.over(memory.get(memory.size() - 1), type, hostManager));
        }
        return new InputMemory(
                memory, tensors, tensors.stream().map(IValue::from).toArray(IValue[]::new));
    }

    @Override
    public void close() {
        close(states);
        close(views);
        close(constants);
        for (InputMemory feed : feeds) {
            close(feed.values());
            feed.tensors().forEach(PtNDArray::close);
        }
        DeepStack.call(() -> {
            block.close();
            return block;
        });
        manager.close();
    }

    private static void close(IValue[] values) {
        for (IValue value : values) {
            if (value != null) {
                value.close();
            }
        }
    }
}
