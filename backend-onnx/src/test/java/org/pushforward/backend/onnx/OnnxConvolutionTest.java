package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.onnx.lowering.BlockedLayout;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class OnnxConvolutionTest {
    private record Case(ConvolutionGeometry geometry, Shape image, Shape kernels) {}

    private static final Slide PLAIN = new Slide(1, 0, 0, 1);

    private static Case square(int stride, int padding, int dilation) {
        return new Case(
                ConvolutionGeometry.square(stride, padding, dilation), Shape.of(2, 3, 9, 8), Shape.of(5, 3, 3, 3));
    }

    private static Case uneven(int groups) {
        ConvolutionGeometry geometry = new ConvolutionGeometry(new Slide(2, 2, 0, 2), new Slide(3, 0, 4, 1), groups);
        return new Case(geometry, Shape.of(2, 2 * groups, 8, 7), Shape.of(3 * groups, 2, 3, 2));
    }

    static Stream<Arguments> cases() {
        List<Case> cases = new ArrayList<>(List.of(
                square(1, 0, 1),
                square(1, 1, 1),
                square(2, 1, 1),
                square(3, 2, 2),
                square(1, 5, 2),
                uneven(1),
                uneven(2),
                // Depthwise channels, padding on one side, padding beyond the kernel.
                new Case(
                        new ConvolutionGeometry(new Slide(1, 1, 0, 1), new Slide(1, 4, 3, 1), 4),
                        Shape.of(3, 4, 5, 6),
                        Shape.of(8, 1, 2, 3)),
                // Many channels, whose filters are gathered row by row.
                new Case(
                        new ConvolutionGeometry(new Slide(1, 3, 1, 2), new Slide(2, 0, 1, 1), 1),
                        Shape.of(2, 16, 7, 6),
                        Shape.of(5, 16, 3, 2)),
                // Channels that fill blocks, with various strides and paddings.
                new Case(
                        new ConvolutionGeometry(new Slide(1, 2, 1, 2), new Slide(1, 0, 2, 1), 1),
                        Shape.of(2, 32, 7, 6),
                        Shape.of(64, 32, 3, 2)),
                new Case(
                        new ConvolutionGeometry(new Slide(2, 1, 0, 1), new Slide(3, 1, 2, 1), 1),
                        Shape.of(1, 16, 5, 8),
                        Shape.of(16, 16, 2, 3)),
                new Case(new ConvolutionGeometry(PLAIN, PLAIN, 1), Shape.of(2, 48, 3, 1), Shape.of(16, 48, 1, 1)),
                // Kernels with very many taps.
                new Case(new ConvolutionGeometry(PLAIN, PLAIN, 16), Shape.of(1, 16, 25, 25), Shape.of(16, 1, 24, 24)),
                // One element each, a kernel as large as the image, no samples, no channels.
                new Case(new ConvolutionGeometry(PLAIN, PLAIN, 1), Shape.of(1, 1, 1, 1), Shape.of(1, 1, 1, 1)),
                new Case(new ConvolutionGeometry(PLAIN, PLAIN, 1), Shape.of(4, 2, 3, 5), Shape.of(3, 2, 3, 5)),
                new Case(new ConvolutionGeometry(PLAIN, PLAIN, 1), Shape.of(0, 2, 3, 5), Shape.of(3, 2, 2, 2)),
                new Case(new ConvolutionGeometry(PLAIN, PLAIN, 1), Shape.of(2, 0, 3, 5), Shape.of(3, 0, 2, 2)),
                new Case(new ConvolutionGeometry(PLAIN, PLAIN, 1), Shape.of(2, 2, 3, 5), Shape.of(0, 2, 2, 2))));
        return cases.stream().flatMap(each -> Stream.of(DType.F32, DType.F64).map(dtype -> Arguments.of(each, dtype)));
    }

    private static HostArray normal(String name, DType dtype, Shape shape) {
        return RandomKey.of(3).fold(name).normal(shape).cast(dtype);
    }

    @Test
    void vectorProcessorsHaveABlockedLayout() throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
            assertThat(BlockedLayout.find(OrtEnvironment.getEnvironment(), options)
                            .block())
                    .isIn(8, 16);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theThreeAgreeWithTheirDefinition(Case each, DType dtype) {
        double tolerance = dtype == DType.F32 ? 2e-6 : 1e-14;
        HostArray x = normal("image", dtype, each.image());
        HostArray w = normal("kernels", dtype, each.kernels());
        Tensor y = Tensor.input("x", new TensorType(dtype, each.image()))
                .conv2d(Tensor.input("w", new TensorType(dtype, each.kernels())), each.geometry());
        HostArray g = normal("cotangent", dtype, y.shape());
        OnnxEvaluation.assertAgrees(new Contraction.Conv2d(each.geometry()), tolerance, x, w);
        OnnxEvaluation.assertAgrees(
                new Contraction.Conv2dInputGradient(
                        each.geometry(), x.shape().dim(2), x.shape().dim(3)),
                tolerance,
                g,
                w);
        OnnxEvaluation.assertAgrees(
                new Contraction.Conv2dFilterGradient(
                        each.geometry(), w.shape().dim(2), w.shape().dim(3)),
                tolerance,
                x,
                g);
    }
}
