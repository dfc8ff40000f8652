package org.pushforward.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.backend.reference.ReferenceProvider;
import org.pushforward.backend.reference.ReferenceRules;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Backends that are wrong on purpose, each in one way in which a real one could be. The kit must catch every one. */
public final class Mutants {
    private Mutants() {}

    /** The reference backend, but for a rewriting of graphs or of programs. */
    public abstract static class Mutant implements BackendProvider {
        private final BackendProvider sound = new ReferenceProvider();
        private final String name;

        Mutant(String name) {
            this.name = "mutant-" + name;
        }

        /** The node that takes the place of another. */
        Tensor replace(Tensor node, List<Tensor> operands) {
            return Rewrite.keep(node, operands);
        }

        /** The graph that takes the place of another. */
        Graph replace(Graph graph) {
            return graph.rewrite(this::replace);
        }

        /** The primitives that graphs may have; the others are expanded. */
        Set<Class<? extends Primitive>> primitives() {
            return ReferenceRules.primitives();
        }

        /** The program that takes the place of another. */
        Program replace(Program program, Graph graph) {
            return program;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public BackendDescription describe() {
            BackendDescription description = sound.describe();
            return new BackendDescription(name, description.engine(), description.devices(), description.notes());
        }

        @Override
        public Engine open(BackendOptions options) {
            Engine engine = sound.open(options);
            return new Engine() {
                @Override
                public Set<Class<? extends Primitive>> primitives() {
                    return Mutant.this.primitives();
                }

                @Override
                public Set<DType> dtypes() {
                    return engine.dtypes();
                }

                @Override
                public Program compile(Graph graph) {
                    return replace(engine.compile(replace(graph)), graph);
                }

                @Override
                public void close() {
                    engine.close();
                }
            };
        }
    }

    /** Gives no part of a maximum's derivative to operands that are equal. */
    public static final class NoTies extends Mutant {
        /** Makes one. */
        public NoTies() {
            super("no-ties");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof Comparison.Equal
                    ? x.get(0).less(x.get(1)).and(x.get(0).greater(x.get(1)))
                    : super.replace(node, x);
        }
    }

    /** Puts the later of two equal elements first. */
    public static final class UnstableSort extends Mutant {
        /** Makes one. */
        public UnstableSort() {
            super("unstable-sort");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            if (node.primitive() instanceof Indexing.ArgSort sort) {
                Tensor last = Tensor.full(node.type(), node.dim(sort.axis()) - 1);
                return last.sub(x.get(0).reverse(sort.axis()).argSort(sort.axis()));
            }
            return super.replace(node, x);
        }
    }

    /** Begins a slice one position early where there is one. */
    public static final class SliceOffByOne extends Mutant {
        /** Makes one. */
        public SliceOffByOne() {
            super("slice-off-by-one");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            if (node.primitive() instanceof Movement.Slice slice) {
                List<Integer> start = new ArrayList<>(slice.start());
                List<Integer> limit = new ArrayList<>(slice.limit());
                for (int i = 0; i < start.size(); i++) {
                    int shift = start.get(i) > 0 ? 1 : 0;
                    start.set(i, start.get(i) - shift);
                    limit.set(i, limit.get(i) - shift);
                }
                return Tensor.of(new Movement.Slice(start, limit, slice.stride()), x);
            }
            return super.replace(node, x);
        }
    }

    /** Pads with zero whatever is asked for. */
    public static final class ZeroPad extends Mutant {
        /** Makes one. */
        public ZeroPad() {
            super("zero-pad");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof Movement.Pad pad
                    ? Tensor.of(new Movement.Pad(pad.low(), pad.high(), pad.interior(), 0), x)
                    : super.replace(node, x);
        }
    }

    /** Spells log(1 + x) so that small x are lost. */
    public static final class InaccurateLog1p extends Mutant {
        /** Makes one. */
        public InaccurateLog1p() {
            super("inaccurate-log1p");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof Unary.Log1p ? x.get(0).add(1).log() : super.replace(node, x);
        }
    }

    /** Loses a NaN in the second operand of a maximum. */
    public static final class MaxDropsNan extends Mutant {
        /** Makes one. */
        public MaxDropsNan() {
            super("max-drops-nan");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof Binary.Max
                    ? x.get(1).greater(x.get(0)).where(x.get(1), x.get(0))
                    : super.replace(node, x);
        }
    }

    /** Adds int64 by way of float64. */
    public static final class IntegersByDouble extends Mutant {
        /** Makes one. */
        public IntegersByDouble() {
            super("integers-by-double");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof Binary.Add && node.dtype() == DType.I64
                    ? x.get(0).cast(DType.F64).add(x.get(1).cast(DType.F64)).cast(DType.I64)
                    : super.replace(node, x);
        }
    }

    /** Forgets to transpose the left operand of a product where that fits too. */
    public static final class UntransposedProduct extends Mutant {
        /** Makes one. */
        public UntransposedProduct() {
            super("untransposed-product");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            boolean square = node.primitive() instanceof Contraction.Matmul
                    && x.get(0).dim(-1) == x.get(0).dim(-2);
            return square
                    ? Tensor.of(
                            new Contraction.Matmul(false, ((Contraction.Matmul) node.primitive()).transposeRight()), x)
                    : super.replace(node, x);
        }
    }

    /** Pads images one row higher, where there is a row of zeros below to take. */
    public static final class ShiftedPadding extends Mutant {
        /** Makes one. */
        public ShiftedPadding() {
            super("shifted-padding");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            if (node.primitive() instanceof Contraction.Conv2d convolution
                    && convolution.geometry().vertical().after() > 0) {
                ConvolutionGeometry geometry = convolution.geometry();
                Slide rows = geometry.vertical();
                Slide shifted = new Slide(rows.stride(), rows.before() + 1, rows.after() - 1, rows.dilation());
                return x.get(0)
                        .conv2d(x.get(1), new ConvolutionGeometry(shifted, geometry.horizontal(), geometry.groups()));
            }
            return super.replace(node, x);
        }
    }

    /** Takes the outputs of a group for the groups of an output in the gradient of a convolution's image. */
    public static final class TransposedGroups extends Mutant {
        /** Makes one. */
        public TransposedGroups() {
            super("transposed-groups");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            if (node.primitive() instanceof Contraction.Conv2dInputGradient gradient) {
                Tensor kernels = x.get(1);
                int groups = gradient.geometry().groups();
                int outputs = kernels.dim(0) / groups;
                Tensor transposed = kernels.reshape(outputs, groups, kernels.dim(1), kernels.dim(2), kernels.dim(3))
                        .transpose(1, 0, 2, 3, 4)
                        .reshape(kernels.shape());
                return Tensor.of(gradient, List.of(x.get(0), transposed));
            }
            return super.replace(node, x);
        }
    }

    /** Begins with the counter after the one that is given. */
    public static final class CounterOffByOne extends Mutant {
        /** Makes one. */
        public CounterOffByOne() {
            super("counter-off-by-one");
        }

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof RandomBits bits
                    ? Tensor.of(
                            bits,
                            List.of(x.get(0), x.get(1).add(Tensor.constant(HostArray.of(Shape.of(4), 1L, 0L, 0L, 0L)))))
                    : super.replace(node, x);
        }
    }

    /** A program whose runs go another way. */
    record Wrapped(Program program, Detour detour) implements Program {
        /** The way that a run goes. */
        interface Detour {
            List<HostArray> run(Program program, List<HostArray> inputs, List<Integer> wanted);
        }

        @Override
        public void write(int state, HostArray value) {
            program.write(state, value);
        }

        @Override
        public HostArray read(int state) {
            return program.read(state);
        }

        @Override
        public boolean isWide() {
            return program.isWide();
        }

        @Override
        public void startAt(long runs) {
            program.startAt(runs);
        }

        @Override
        public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
            return detour.run(program, inputs, wanted);
        }

        @Override
        public void close() {
            program.close();
        }
    }

    /** Computes float64 in float32. */
    public static final class SinglePrecision extends Mutant {
        /** Makes one. */
        public SinglePrecision() {
            super("single-precision");
        }

        @Override
        Program replace(Program program, Graph graph) {
            return new Wrapped(program, (sound, inputs, wanted) -> sound.run(inputs, wanted).stream()
                    .map(y -> y.dtype() == DType.F64 ? y.cast(DType.F32).cast(DType.F64) : y)
                    .toList());
        }
    }

    /** Leaves every state as it was. */
    public static final class FrozenStates extends Mutant {
        /** Makes one. */
        public FrozenStates() {
            super("frozen-states");
        }

        @Override
        Program replace(Program program, Graph graph) {
            int count = graph.states().size();
            return new Wrapped(program, (sound, inputs, wanted) -> {
                List<HostArray> states =
                        IntStream.range(0, count).mapToObj(sound::read).toList();
                List<HostArray> outputs = sound.run(inputs, wanted);
                for (int i = 0; i < count; i++) {
                    sound.write(i, states.get(i));
                }
                return outputs;
            });
        }
    }

    /** Computes nothing where no output is wanted. */
    public static final class IdleStates extends Mutant {
        /** Makes one. */
        public IdleStates() {
            super("idle-states");
        }

        @Override
        Program replace(Program program, Graph graph) {
            return new Wrapped(program, (sound, inputs, wanted) -> {
                boolean idle = wanted.isEmpty() && !graph.outputs().isEmpty();
                return idle ? List.of() : sound.run(inputs, wanted);
            });
        }
    }

    /** Hands out the first outputs, as many as are wanted. */
    public static final class FirstOutputs extends Mutant {
        /** Makes one. */
        public FirstOutputs() {
            super("first-outputs");
        }

        @Override
        Program replace(Program program, Graph graph) {
            return new Wrapped(
                    program,
                    (sound, inputs, wanted) -> sound.run(
                            inputs, IntStream.range(0, wanted.size()).boxed().toList()));
        }
    }

    /** Gives the memory of one run's outputs away and writes to it in the next. */
    public static final class SharedOutputs extends Mutant {
        /** Makes one. */
        public SharedOutputs() {
            super("shared-outputs");
        }

        @Override
        Program replace(Program program, Graph graph) {
            Map<Integer, double[]> memory = new HashMap<>();
            return new Wrapped(program, (sound, inputs, wanted) -> {
                List<HostArray> shared = new ArrayList<>();
                for (HostArray y : sound.run(inputs, wanted)) {
                    double[] place = memory.computeIfAbsent(shared.size(), i -> new double[y.size()]);
                    Arrays.setAll(place, y::get);
                    shared.add(y.dtype() == DType.F64 ? HostArray.wrap(y.shape(), place) : y);
                }
                return shared;
            });
        }
    }

    /** Falls back to the processor in silence where a device is absent. */
    public static final class SilentFallback extends Mutant {
        /** Makes one. */
        public SilentFallback() {
            super("silent-fallback");
        }

        @Override
        public Engine open(BackendOptions options) {
            return super.open(options.withDevice(Device.cpu()));
        }
    }

    /** Keeps the outputs of every run. */
    public static final class LeakedHandle extends Mutant {
        /** Makes one. */
        public LeakedHandle() {
            super("leaked-handle");
        }

        @Override
        Program replace(Program program, Graph graph) {
            List<HostArray> kept = new ArrayList<>();
            return new Wrapped(program, (sound, inputs, wanted) -> {
                List<HostArray> outputs = sound.run(inputs, wanted);
                synchronized (kept) {
                    kept.addAll(outputs);
                }
                return outputs;
            });
        }
    }

    /** Stages the inputs of every run in one place. */
    public static final class SharedInputs extends Mutant {
        /** Makes one. */
        public SharedInputs() {
            super("shared-inputs");
        }

        @Override
        Program replace(Program program, Graph graph) {
            AtomicReference<List<HostArray>> staged = new AtomicReference<>();
            return new Wrapped(program, (sound, inputs, wanted) -> {
                staged.set(inputs);
                Thread.yield();
                return sound.run(staged.get(), wanted);
            });
        }
    }
}
