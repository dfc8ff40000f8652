package org.pushforward.backend.tensorflow.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.tensorflow.OracleAgreement;
import org.pushforward.backend.tensorflow.TensorFlowProgram;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks convolutions, their first and second adjoints, and nodes between convolutions against the interpreter. */
final class TensorFlowConvolutionTest {
    private static final ConvolutionGeometry SAME = ConvolutionGeometry.square(1, 1, 1);

    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = Backends.open("tensorflow");
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static HostArray numbers(int... dims) {
        return OracleAgreement.numbers(DType.F32, dims);
    }

    private static Slide slide(int stride, int before, int after, int dilation) {
        return new Slide(stride, before, after, dilation);
    }

    /** Vertical and horizontal movement, groups, image and kernels. */
    static Stream<Arguments> geometries() {
        Slide plain = slide(1, 0, 0, 1);
        return Stream.of(
                geometry(plain, plain, 1, new int[] {2, 3, 5, 6}, new int[] {4, 3, 3, 2}),
                geometry(plain, plain, 1, new int[] {2, 3, 5, 6}, new int[] {4, 3, 1, 1}),
                geometry(slide(1, 1, 1, 1), slide(1, 2, 2, 1), 1, new int[] {2, 3, 5, 6}, new int[] {4, 3, 3, 5}),
                geometry(slide(2, 1, 1, 1), slide(2, 1, 1, 1), 1, new int[] {2, 3, 8, 8}, new int[] {4, 3, 3, 3}),
                geometry(slide(2, 1, 1, 1), slide(2, 1, 1, 1), 1, new int[] {2, 3, 7, 9}, new int[] {4, 3, 3, 3}),
                geometry(slide(2, 0, 1, 1), slide(2, 0, 1, 1), 1, new int[] {2, 3, 8, 6}, new int[] {4, 3, 3, 3}),
                geometry(slide(1, 3, 0, 1), slide(2, 0, 2, 1), 1, new int[] {1, 2, 6, 7}, new int[] {3, 2, 2, 3}),
                geometry(slide(3, 0, 0, 1), slide(2, 1, 0, 1), 1, new int[] {2, 2, 9, 7}, new int[] {3, 2, 2, 4}),
                geometry(slide(1, 2, 2, 2), slide(1, 2, 2, 2), 1, new int[] {2, 3, 7, 7}, new int[] {4, 3, 3, 3}),
                geometry(slide(2, 3, 1, 2), slide(1, 0, 2, 3), 1, new int[] {2, 3, 9, 8}, new int[] {4, 3, 3, 2}),
                geometry(slide(1, 1, 1, 1), slide(1, 1, 1, 1), 2, new int[] {2, 4, 5, 5}, new int[] {6, 2, 3, 3}),
                geometry(slide(1, 1, 1, 1), slide(1, 1, 1, 1), 3, new int[] {2, 3, 5, 5}, new int[] {3, 1, 3, 3}),
                geometry(slide(2, 2, 0, 2), slide(3, 1, 3, 1), 2, new int[] {3, 4, 9, 8}, new int[] {4, 2, 3, 2}),
                geometry(slide(1, 5, 5, 1), slide(1, 4, 6, 1), 1, new int[] {1, 1, 1, 1}, new int[] {1, 1, 2, 3}),
                geometry(plain, plain, 1, new int[] {1, 1, 1, 1}, new int[] {1, 1, 1, 1}),
                geometry(plain, plain, 1, new int[] {0, 3, 5, 6}, new int[] {4, 3, 3, 2}),
                geometry(plain, plain, 1, new int[] {2, 0, 5, 6}, new int[] {4, 0, 3, 2}),
                geometry(plain, plain, 2, new int[] {2, 4, 5, 6}, new int[] {0, 2, 3, 2}));
    }

    private static Arguments geometry(Slide vertical, Slide horizontal, int groups, int[] image, int[] kernels) {
        return Arguments.of(new ConvolutionGeometry(vertical, horizontal, groups), image, kernels);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("geometries")
    void convolutionAndEveryDerivative(ConvolutionGeometry geometry, int[] image, int[] kernels) {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            HostArray x = OracleAgreement.numbers(dtype, image);
            HostArray w = OracleAgreement.numbers(dtype, kernels);
            OracleAgreement.check(
                    backend,
                    in -> {
                        Tensor y = in.get(0).conv2d(in.get(1), geometry);
                        List<Tensor> first = Gradients.of(y.square().sum(), in);
                        Tensor penalty = first.get(0)
                                .square()
                                .sum()
                                .add(first.get(1).square().sum());
                        List<Tensor> second = Gradients.of(penalty, in);
                        return List.of(y, first.get(0), first.get(1), second.get(0), second.get(1));
                    },
                    x,
                    w);
        }
    }

    /** Nodes between two convolutions, for images of shape [2, 4, 6, 6] and similar. */
    static Stream<Arguments> between() {
        return Stream.of(
                between("sigmoid", Tensor::sigmoid),
                between("tanh", Tensor::tanh),
                between("square root", x -> x.square().add(0.5).sqrt()),
                between("channels' bias", x -> x.add(Tensor.constant(numbers(4, 1, 1)))),
                between("samples' and channels' bias", x -> x.mul(Tensor.constant(numbers(2, 4, 1, 1)))),
                between("rows' and columns' bias", x -> x.mul(Tensor.constant(numbers(6, 1)))
                        .add(Tensor.constant(numbers(6)))),
                between("a map of each channel", x -> x.mul(Tensor.constant(numbers(4, 6, 6)))),
                between("selection", x -> x.greater(0).where(x, x.mul(0.2))),
                between("concatenation", x -> x.slice(1, 0, 1)
                        .concat(1, x.slice(1, 1, 4).neg())),
                between("doubling and pooling", x -> x.reshape(2, 4, 6, 1, 6, 1)
                        .broadcastTo(Shape.of(2, 4, 6, 2, 6, 2))
                        .reshape(2, 4, 12, 12)
                        .reshape(2, 4, 6, 2, 6, 2)
                        .mean(3, 5)),
                between("padding and cutting", x -> x.pad(2, 1, 2, 0.5).slice(2, 2, 8)),
                between("spreading", x -> Tensor.of(
                                new Movement.Pad(List.of(0, 0, 1, 0), List.of(0, 0, 0, 1), List.of(0, 0, 1, 2), 2),
                                List.of(x))
                        .slice(2, 0, 6)
                        .slice(3, 1, 7)),
                between("reversal", x -> x.reverse(3).reverse(1)),
                between(
                        "largest of a sample and channel",
                        x -> x.sub(x.maxOver(2, 3).reshape(2, 4, 1, 1))),
                between("mean over samples", x -> x.sub(x.mean(0))),
                between("mean over channels", x -> x.sub(x.mean(1).expandDims(1))),
                between("mean over rows", x -> x.sub(x.mean(2).expandDims(2))),
                between("mean over all but channels", x -> x.sub(x.mean(0, 2, 3).reshape(4, 1, 1))),
                between("transposition there and back", x -> x.transpose(0, 2, 3, 1)
                        .reshape(72, 4)
                        .matmul(Tensor.constant(numbers(4, 4)))
                        .reshape(2, 6, 6, 4)
                        .transpose(0, 3, 1, 2)),
                between("exchange of samples and channels", x -> x.transpose(1, 0, 2, 3)
                        .slice(0, 0, 2)
                        .reshape(2, 1, 2, 36)
                        .broadcastTo(Shape.of(2, 2, 2, 36))
                        .reshape(2, 4, 6, 6)),
                between("norm over groups", x -> Tensor.of(new Normalization.GroupNorm(2, 1e-3), List.of(x))),
                between("norm over channels", x -> Tensor.of(new Normalization.GroupNorm(4, 1e-3), List.of(x))
                        .add(Tensor.of(new Normalization.GroupNorm(1, 1e-3), List.of(x)))),
                between("barrier", x -> x.after(x.sum())),
                between("a matrix for each sample", x -> x.reshape(2, 4, 36)
                        .transpose()
                        .matmul(Tensor.constant(numbers(2, 4, 4)))
                        .transpose()
                        .reshape(2, 4, 6, 6)));
    }

    private static Arguments between(String name, UnaryOperator<Tensor> operation) {
        return Arguments.of(name, operation);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("between")
    void nodesBetweenConvolutionsUseTheRightAxes(String name, UnaryOperator<Tensor> operation) {
        OracleAgreement.check(
                backend,
                in -> {
                    Tensor inner = operation.apply(in.get(0).conv2d(in.get(1), SAME));
                    Tensor y = inner.conv2d(in.get(2), SAME);
                    List<Tensor> results =
                            Gradients.of(y.square().sum().add(inner.square().sum()), in);
                    return List.of(inner, y, results.get(0), results.get(1), results.get(2));
                },
                numbers(2, 3, 6, 6),
                numbers(4, 3, 3, 3),
                numbers(2, 4, 3, 3));
    }

    @Test
    void imagesOfOneChannelOrPixel() {
        OracleAgreement.check(
                backend,
                in -> {
                    Tensor y = in.get(0).conv2d(in.get(1), SAME);
                    Tensor pooled = y.mean(2, 3).reshape(2, 4, 1, 1);
                    return List.of(y, pooled.conv2d(in.get(2), ConvolutionGeometry.square(1, 0, 1)));
                },
                numbers(2, 1, 6, 6),
                numbers(4, 1, 3, 3),
                numbers(5, 4, 1, 1));
    }

    @Test
    void aChainOfConvolutionsTransposesOnlyAtItsEnds() {
        Tensor x = Tensor.input("x", numbers(2, 3, 6, 6).type());
        Tensor w = Tensor.input("w", numbers(3, 3, 3, 3).type());
        Tensor y = x;
        for (int i = 0; i < 4; i++) {
            y = y.conv2d(w, SAME).add(Tensor.constant(numbers(3, 1, 1))).tanh();
        }
        org.pushforward.graph.Graph graph = org.pushforward.graph.Graph.builder()
                .inputs(x, w)
                .output("y", y)
                .build();
        try (org.tensorflow.Graph target = new org.tensorflow.Graph()) {
            Emitter emit = new Emitter(target, "/device:CPU:0");
            Values values = new Values(emit);
            TensorFlowProgram.lower(graph, values, emit, node -> false);
            values.get(y);
            int moves = 0;
            for (var operations = target.operations(); operations.hasNext(); ) {
                moves += operations.next().type().equals("Transpose") ? 1 : 0;
            }
            // The first image, the kernels once, and the result.
            assertThat(moves).isEqualTo(3);
        }
    }
}
