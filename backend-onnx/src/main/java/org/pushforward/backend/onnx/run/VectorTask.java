package org.pushforward.backend.onnx.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.plan.BufferView;
import org.pushforward.backend.onnx.plan.Plan;
import org.pushforward.backend.onnx.plan.VectorKernel;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * A task that the JVM computes: elementwise operations on long float32 vectors, such as the update of an optimizer.
 *
 * <p>With the engine's operators, an update by Adam takes fourteen passes over memory, and one by Lion takes eight. Here each takes one
 * pass: a chunk of each vector is read into arrays that stay in the L1 cache, goes through all operations, and is written back.
 */
public final class VectorTask implements CompiledTask {
    /** The number of elements to compute at a time; nine vectors of this length fit into the L1 cache. */
    private static final int CHUNK = 1024;

    private final Plan.Task task;

    /** Compiles a task. Each of its nodes must be accepted by {@link #computes}, or be a number or an input of such a node. */
    public VectorTask(Plan.Task task) {
        this.task = task;
    }

    /** Returns whether the JVM can compute a node: it needs a kernel and float32. */
    public static boolean computes(Tensor node) {
        boolean elementwise = node.primitive() instanceof Elementwise || node.primitive() instanceof AdamUpdate;
        return elementwise
                && node.dtype() == DType.F32
                && VectorKernel.of(node.primitive()).isPresent();
    }

    @Override
    public BoundTask bind(Map<String, SharedTensor> memories) {
        return new Loops(task, memories);
    }

    /** A vector in memory and the array for a chunk of its elements. */
    private record ChunkedVector(FloatBuffer memory, float[] register) {}

    /** A kernel and the arrays that it works on. */
    private record KernelCall(VectorKernel kernel, float[][] operands, float[] result) {}

    /** The loop over vectors of one length. */
    private record Loop(int length, List<ChunkedVector> reads, List<KernelCall> steps, List<ChunkedVector> writes) {
        Loop(int length) {
            this(length, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void run() {
            for (int at = 0; at < length; at += CHUNK) {
                int n = Math.min(CHUNK, length - at);
                for (ChunkedVector read : reads) {
                    read.memory.get(at, read.register, 0, n);
                }
                for (KernelCall step : steps) {
                    step.kernel.apply(step.operands, step.result, n);
                }
                for (ChunkedVector write : writes) {
                    write.memory.put(at, write.register, 0, n);
                }
            }
        }
    }

    /** The task bound to memory. Not thread-safe. */
    private static final class Loops implements BoundTask {
        private final Plan.Task task;
        private final Map<String, SharedTensor> memories;
        private final Map<Tensor, float[]> registers = new IdentityHashMap<>();
        private final List<ChunkedVector> scalars = new ArrayList<>();
        private final Map<float[], float[]> repeated = new IdentityHashMap<>();
        private final Map<Integer, Loop> loops = new LinkedHashMap<>();
        private final Map<Tensor, Integer> uses = new IdentityHashMap<>();

        Loops(Plan.Task task, Map<String, SharedTensor> memories) {
            this.task = task;
            this.memories = memories;
            Graph graph = task.graph();
            graph.nodes().forEach(node -> node.operands().forEach(x -> uses.merge(x, 1, Integer::sum)));
            graph.outputs().values().forEach(node -> uses.merge(node, 1, Integer::sum));
            graph.outputs().forEach((name, node) -> {
                BufferView region = task.writes().get(GraphWriter.outputName(name));
                loop(node)
                        .writes
                        .add(new ChunkedVector(memories.get(region.memory()).floats(region), register(node)));
            });
        }

        private Loop loop(Tensor node) {
            return loops.computeIfAbsent(node.shape().size(), Loop::new);
        }

        /** Returns the array for a node, which is computed after its operands. */
        private float[] register(Tensor node) {
            float[] known = registers.get(node);
            float[] register = known == null ? add(node) : known;
            registers.put(node, register);
            return register;
        }

        private float[] add(Tensor node) {
            int size = node.shape().size();
            float[] register = new float[Math.min(size, CHUNK)];
            if (node.primitive() instanceof Source.Input) {
                BufferView region = task.reads().get(GraphWriter.inputName(node));
                ChunkedVector place =
                        new ChunkedVector(memories.get(region.memory()).floats(region), register);
                (size == 1 ? scalars : loop(node).reads).add(place);
            } else if (node.primitive() instanceof Source.Constant constant) {
                register[0] = (float) constant.value().item();
            } else if (node.primitive() instanceof Movement.Reshape) {
                return register(node.operands().get(0));
            } else if (node.primitive() instanceof Movement.Broadcast) {
                repeated.put(register, register(node.operands().get(0)));
            } else {
                VectorFusion fusion = VectorFusion.of(node, uses);
                float[][] operands =
                        fusion.operands().stream().map(this::register).toArray(float[][]::new);
                loop(node).steps.add(new KernelCall(fusion.kernel(), operands, register));
            }
            return register;
        }

        @Override
        public void run() {
            scalars.forEach(scalar -> scalar.memory.get(0, scalar.register));
            repeated.forEach((vector, number) -> Arrays.fill(vector, number[0]));
            loops.values().forEach(Loop::run);
        }
    }
}
