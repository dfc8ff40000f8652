package org.pushforward.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.ForwardingEngine;
import org.pushforward.backend.Program;
import org.pushforward.backend.reference.ReferenceProvider;
import org.pushforward.backend.reference.ReferenceRules;
import org.pushforward.conformance.models.ModelCase;
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
import org.pushforward.nn.Parameter;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Backends that are wrong on purpose, each in one plausible way. The kit must catch them all. */
public final class Mutants {
    private Mutants() {}

    /** The reference backend with changed graphs or programs. */
    public abstract static class Mutant implements BackendProvider {
        private final BackendProvider sound = new ReferenceProvider();

        /** Returns the node that replaces another one. */
        Tensor replace(Tensor node, List<Tensor> operands) {
            return Rewrite.keep(node, operands);
        }

        /** Returns the graph that replaces another one. */
        Graph replace(Graph graph) {
            return graph.rewrite(this::replace);
        }

        /** Returns the primitives that are not expanded. */
        Set<Class<? extends Primitive>> primitives() {
            return ReferenceRules.primitives();
        }

        /** Returns the program that replaces another one. */
        Program replace(Program program, Graph graph) {
            return program;
        }

        /** Returns the name of the class, such as {@code mutant-zero-pad} for {@code ZeroPad}. */
        @Override
        public final String name() {
            String words = getClass().getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-");
            return "mutant-" + words.toLowerCase(Locale.ROOT);
        }

        @Override
        public BackendDescription describe() {
            BackendDescription description = sound.describe();
            return new BackendDescription(name(), description.engine(), description.devices(), description.notes());
        }

        @Override
        public Engine open(BackendOptions options) {
            return new ForwardingEngine(sound.open(options)) {
                @Override
                public Set<Class<? extends Primitive>> primitives() {
                    return Mutant.this.primitives();
                }

                @Override
                public Program compile(Graph graph) {
                    return replace(super.compile(replace(graph)), graph);
                }
            };
        }
    }

    /** Gives equal operands no share in the derivative of a maximum. */
    public static final class NoTies extends Mutant {
        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof Comparison.Equal
                    ? x.get(0).less(x.get(1)).and(x.get(0).greater(x.get(1)))
                    : super.replace(node, x);
        }
    }

    /** Puts the later of two equal elements first. */
    public static final class UnstableSort extends Mutant {
        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            if (node.primitive() instanceof Indexing.ArgSort sort) {
                Tensor last = Tensor.full(node.type(), node.dim(sort.axis()) - 1);
                return last.sub(x.get(0).reverse(sort.axis()).argSort(sort.axis()));
            }
            return super.replace(node, x);
        }
    }

    /** Begins every slice one position early where it can. */
    public static final class SliceOffByOne extends Mutant {
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

    /** Pads with zero instead of the given value. */
    public static final class ZeroPad extends Mutant {
        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof Movement.Pad pad
                    ? Tensor.of(new Movement.Pad(pad.low(), pad.high(), pad.interior(), 0), x)
                    : super.replace(node, x);
        }
    }

    /** Computes log(1 + x) so that small x are lost. */
    public static final class InaccurateLog1p extends Mutant {
        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof Unary.Log1p ? x.get(0).add(1).log() : super.replace(node, x);
        }
    }

    /** Loses a NaN in the second operand of a maximum. */
    public static final class MaxDropsNan extends Mutant {
        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof Binary.Max
                    ? x.get(1).greater(x.get(0)).where(x.get(1), x.get(0))
                    : super.replace(node, x);
        }
    }

    /** Adds int64 numbers as float64. */
    public static final class IntegersByDouble extends Mutant {
        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof Binary.Add && node.dtype() == DType.I64
                    ? x.get(0).cast(DType.F64).add(x.get(1).cast(DType.F64)).cast(DType.I64)
                    : super.replace(node, x);
        }
    }

    /** Forgets to transpose the left operand of a product if the shapes fit without. */
    public static final class UntransposedProduct extends Mutant {
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

    /** Moves one row of padding from below an image to above it. */
    public static final class ShiftedPadding extends Mutant {
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

    /** Multiplies convolutions and their adjoints by 1 + 1e-4. */
    public static final class ScaledConvolution extends SilentFallback {
        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return isConvolution(node) ? super.replace(node, x).mul(1 + 1e-4) : super.replace(node, x);
        }
    }

    /** Rounds convolutions as an algorithm with transforms does: by as much where they are zero as elsewhere. */
    public static final class TransformedConvolution extends SilentFallback {
        /** The error of one of cuDNN's algorithms in float32 was 1.12 epsilon. */
        private static final double ERROR = 1.12 * 0x1p-52;

        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return isConvolution(node) ? super.replace(node, x).add(ERROR) : super.replace(node, x);
        }
    }

    private static boolean isConvolution(Tensor node) {
        return node.primitive() instanceof Contraction.Conv2d
                || node.primitive() instanceof Contraction.Conv2dInputGradient
                || node.primitive() instanceof Contraction.Conv2dFilterGradient;
    }

    /** Exchanges the axes of groups and of outputs in the gradient of a convolution with respect to its image. */
    public static final class TransposedGroups extends Mutant {
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

    /** Starts from the counter after the given one. */
    public static final class CounterOffByOne extends Mutant {
        @Override
        Tensor replace(Tensor node, List<Tensor> x) {
            return node.primitive() instanceof RandomBits bits
                    ? Tensor.of(
                            bits,
                            List.of(x.get(0), x.get(1).add(Tensor.constant(HostArray.of(Shape.of(4), 1L, 0L, 0L, 0L)))))
                    : super.replace(node, x);
        }
    }

    /** A program with changed runs. */
    record Wrapped(Program program, Detour detour) implements Program {
        /** Runs a sound program in another way. */
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
        @Override
        Program replace(Program program, Graph graph) {
            return new Wrapped(program, (sound, inputs, wanted) -> sound.run(inputs, wanted).stream()
                    .map(y -> y.dtype() == DType.F64 ? y.cast(DType.F32).cast(DType.F64) : y)
                    .toList());
        }
    }

    /** Never replaces a state. */
    public static final class FrozenStates extends Mutant {
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

    /** Computes nothing if no output is wanted. */
    public static final class IdleStates extends Mutant {
        @Override
        Program replace(Program program, Graph graph) {
            return new Wrapped(program, (sound, inputs, wanted) -> {
                boolean idle = wanted.isEmpty() && !graph.outputs().isEmpty();
                return idle ? List.of() : sound.run(inputs, wanted);
            });
        }
    }

    /** Returns the first outputs instead of the wanted ones. */
    public static final class FirstOutputs extends Mutant {
        @Override
        Program replace(Program program, Graph graph) {
            return new Wrapped(
                    program,
                    (sound, inputs, wanted) -> sound.run(
                            inputs, IntStream.range(0, wanted.size()).boxed().toList()));
        }
    }

    /** Writes the outputs of every run to the same memory. */
    public static final class SharedOutputs extends Mutant {
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

    /** Silently uses the CPU if a device is absent. */
    public static class SilentFallback extends Mutant {
        @Override
        public Engine open(BackendOptions options) {
            return super.open(options.withDevice(Device.cpu()));
        }
    }

    /** Never releases the outputs of a run. */
    public static final class LeakedHandle extends Mutant {
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

    /** Scales the gradient of one layer of a U-Net by 1.2, an error of 7e-5 of the largest gradient of all layers. */
    public static final class SkewedLayer extends Mutant {
        private static final String OUTPUT = "denoiser.gradient";
        private static final String PARAMETER = "middle.level.weight";

        @Override
        Program replace(Program program, Graph graph) {
            int output = List.copyOf(graph.outputs().keySet()).indexOf(OUTPUT);
            return new Wrapped(program, (sound, inputs, wanted) -> {
                List<HostArray> outputs = new ArrayList<>(sound.run(inputs, wanted));
                int position = wanted.indexOf(output);
                if (position >= 0) {
                    outputs.set(position, skewed(outputs.get(position)));
                }
                return outputs;
            });
        }

        private static HostArray skewed(HostArray gradient) {
            double[] values = gradient.toDoubles();
            int from = 0;
            for (Parameter parameter : unet()) {
                int to = from + parameter.tensor().shape().size();
                for (int i = from; i < to && parameter.path().equals(PARAMETER); i++) {
                    values[i] *= 1.2;
                }
                from = to;
            }
            return HostArray.wrap(gradient.shape(), values);
        }

        private static List<Parameter> unet() {
            ModelCase unet = ModelCase.all().stream()
                    .filter(model -> model.name().equals("unet"))
                    .findFirst()
                    .orElseThrow();
            return unet.model().groups().get(0).parameters();
        }
    }

    /** Stages the inputs of all threads in one place. */
    public static final class SharedInputs extends Mutant {
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
