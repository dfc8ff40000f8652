package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Contraction.Conv2d;
import org.pushforward.graph.Contraction.Conv2dFilterGradient;
import org.pushforward.graph.Contraction.Conv2dInputGradient;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Cases of convolution and of its two adjoints, for every geometry. */
public final class ConvolutionCases {
    /**
     * The shapes and attributes of a convolution.
     *
     * @param label tells the example from others
     * @param image the shape of the images, [count, channels, height, width]
     * @param kernels the shape of the kernels, [outputs, channels of a group, height, width]
     * @param geometry how the kernels move
     */
    public record ConvolutionExample(String label, Shape image, Shape kernels, ConvolutionGeometry geometry) {

        /** Returns the shape of the result. */
        public Shape output() {
            return new Conv2d(geometry)
                    .infer(List.of(new TensorType(DType.F64, image), new TensorType(DType.F64, kernels)))
                    .shape();
        }

        /** Returns the convolution. */
        public Conv2d forward() {
            return new Conv2d(geometry);
        }

        /** Returns the adjoint with respect to the image. */
        public Conv2dInputGradient toImage() {
            return new Conv2dInputGradient(geometry, image.dim(2), image.dim(3));
        }

        /** Returns the adjoint with respect to the kernels. */
        public Conv2dFilterGradient toKernels() {
            return new Conv2dFilterGradient(geometry, kernels.dim(2), kernels.dim(3));
        }

        @Override
        public String toString() {
            return label + ", " + image + " by " + kernels;
        }
    }

    /** One position after another, without padding. */
    private static final Slide PLAIN = slide(1, 0, 0, 1);

    /** One position after another, with a zero on both sides. */
    private static final Slide PADDED = slide(1, 1, 1, 1);

    /** Each attribute separately, all attributes together, and axes of length 0 and 1. */
    public static final List<ConvolutionExample> EXAMPLES = List.of(
            example("plain", PLAIN, PLAIN, 1, Shape.of(2, 3, 5, 6), Shape.of(4, 3, 3, 2)),
            example("symmetric pads", PADDED, slide(1, 2, 2, 1), 1, Shape.of(1, 2, 4, 5), Shape.of(3, 2, 3, 5)),
            example(
                    "asymmetric pads",
                    slide(1, 2, 0, 1),
                    slide(1, 0, 1, 1),
                    1,
                    Shape.of(2, 2, 4, 5),
                    Shape.of(3, 2, 3, 3)),
            example(
                    "pads of one side",
                    slide(1, 0, 3, 1),
                    slide(1, 3, 0, 1),
                    1,
                    Shape.of(1, 1, 3, 3),
                    Shape.of(1, 1, 2, 2)),
            example("stride", slide(2, 0, 0, 1), slide(3, 0, 0, 1), 1, Shape.of(2, 2, 7, 8), Shape.of(3, 2, 3, 2)),
            example(
                    "stride that leaves rows and columns unseen",
                    slide(3, 0, 0, 1),
                    slide(2, 0, 0, 1),
                    1,
                    Shape.of(1, 2, 7, 8),
                    Shape.of(2, 2, 2, 3)),
            example(
                    "stride beyond the kernel",
                    slide(3, 0, 0, 1),
                    slide(4, 1, 1, 1),
                    1,
                    Shape.of(2, 1, 8, 9),
                    Shape.of(2, 1, 1, 2)),
            example("dilation", slide(1, 0, 0, 2), slide(1, 0, 0, 3), 1, Shape.of(2, 2, 6, 8), Shape.of(3, 2, 3, 2)),
            example(
                    "stride and dilation",
                    slide(2, 1, 0, 2),
                    slide(3, 2, 1, 2),
                    1,
                    Shape.of(2, 2, 8, 9),
                    Shape.of(2, 2, 2, 3)),
            example("groups", PADDED, PLAIN, 2, Shape.of(2, 4, 4, 3), Shape.of(6, 2, 3, 2)),
            example("depthwise", PADDED, PADDED, 3, Shape.of(2, 3, 4, 4), Shape.of(3, 1, 3, 3)),
            example(
                    "depthwise, two outputs a channel",
                    slide(2, 0, 1, 1),
                    slide(1, 1, 0, 1),
                    3,
                    Shape.of(1, 3, 5, 4),
                    Shape.of(6, 1, 2, 2)),
            example(
                    "everything at once",
                    slide(2, 3, 1, 2),
                    slide(3, 0, 2, 1),
                    2,
                    Shape.of(2, 4, 7, 10),
                    Shape.of(6, 2, 3, 4)),
            example("one pixel", PLAIN, PLAIN, 1, Shape.of(1, 1, 1, 1), Shape.of(1, 1, 1, 1)),
            example(
                    "one pixel, kernels larger than the image",
                    slide(1, 2, 2, 1),
                    slide(1, 1, 3, 1),
                    1,
                    Shape.of(2, 3, 1, 1),
                    Shape.of(2, 3, 5, 3)),
            example(
                    "kernels larger than the image",
                    slide(2, 3, 3, 1),
                    slide(1, 2, 4, 2),
                    1,
                    Shape.of(1, 2, 2, 3),
                    Shape.of(3, 2, 5, 4)),
            example(
                    "pads alone seen",
                    slide(1, 3, 3, 1),
                    slide(1, 0, 2, 1),
                    1,
                    Shape.of(1, 1, 2, 2),
                    Shape.of(2, 1, 2, 2)),
            example("points", PLAIN, PLAIN, 1, Shape.of(3, 4, 2, 5), Shape.of(2, 4, 1, 1)),
            example("one row", PLAIN, slide(2, 1, 1, 1), 1, Shape.of(2, 2, 1, 9), Shape.of(2, 2, 1, 3)),
            example("one output", PLAIN, PLAIN, 1, Shape.of(2, 2, 3, 4), Shape.of(5, 2, 3, 4)),
            example("many channels", PADDED, slide(2, 1, 1, 1), 1, Shape.of(2, 33, 6, 7), Shape.of(17, 33, 3, 3)),
            example(
                    "large image",
                    slide(2, 1, 1, 1),
                    slide(2, 1, 1, 1),
                    1,
                    Shape.of(1, 3, 33, 31),
                    Shape.of(8, 3, 3, 3)),
            example("no images", PADDED, PADDED, 1, Shape.of(0, 2, 3, 3), Shape.of(4, 2, 3, 3)),
            example("no channels", PADDED, PADDED, 1, Shape.of(2, 0, 3, 3), Shape.of(4, 0, 3, 3)),
            example("no outputs", PADDED, PADDED, 1, Shape.of(2, 2, 3, 3), Shape.of(0, 2, 3, 3)),
            example("no rows", slide(1, 1, 2, 1), PLAIN, 1, Shape.of(2, 2, 0, 3), Shape.of(4, 2, 3, 3)));

    /** The number of random geometries. */
    private static final int COMBINATIONS = 20;

    private ConvolutionCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            RandomOperands random = new RandomOperands("convolution " + dtype);
            EXAMPLES.forEach(each -> cases.addAll(triple(random, dtype, each)));
            for (int k = 0; k < COMBINATIONS; k++) {
                cases.addAll(triple(random, dtype, combination("combination " + k, random::between)));
            }
        }
        return cases;
    }

    /** Returns a convolution and its two adjoints, each with the tolerance of its own number of terms. */
    public static List<ConformanceCase> triple(RandomOperands random, DType dtype, ConvolutionExample each) {
        Shape w = each.kernels();
        HostArray image = random.uniform(dtype, each.image(), -2, 2);
        HostArray kernels = random.uniform(dtype, w, -2, 2);
        HostArray cotangent = random.uniform(dtype, each.output(), -2, 2);
        int seenByOutput = w.dim(1) * w.dim(2) * w.dim(3);
        int seenByPixel = w.dim(0) / each.geometry().groups() * w.dim(2) * w.dim(3);
        Shape y = each.output();
        int seenByTap = y.dim(0) * y.dim(2) * y.dim(3);
        ConvolutionGeometry planes =
                new ConvolutionGeometry(PLAIN, PLAIN, each.geometry().groups());
        return List.of(
                summed(each.forward(), new Conv2d(planes), each, seenByOutput, image, kernels),
                summed(each.toImage(), new Conv2dInputGradient(planes, 1, 1), each, seenByPixel, cotangent, kernels),
                summed(each.toKernels(), new Conv2dFilterGradient(planes, 1, 1), each, seenByTap, image, cotangent));
    }

    /**
     * Returns a case with the tolerances of sums and, on a GPU, of transformed convolutions.
     *
     * @param ofPlanes the same primitive for images and kernels of one pixel, which sums the products of planes
     */
    private static ConformanceCase summed(
            Primitive primitive, Primitive ofPlanes, ConvolutionExample each, int terms, HostArray a, HostArray b) {
        ConformanceCase sum = ReductionCases.summed(primitive, each.toString(), Math.max(1, terms), a, b);
        List<Tensor> operands = List.of(Tensor.constant(a), Tensor.constant(b));
        Tensor norms = Tensor.of(ofPlanes, List.of(norms(operands.get(0)), norms(operands.get(1))))
                .broadcastTo(Tensor.of(primitive, operands).shape());
        HostArray values = ReferenceInterpreter.evaluate(
                        Graph.builder().output("y", norms).build(), Map.of())
                .get("y");
        return sum.withGpuTolerance(Tolerance.transformed(sum.tolerance(), values));
    }

    /** Returns the Euclidean norm of each plane, as a plane of one pixel. */
    private static Tensor norms(Tensor x) {
        return x.square().sum(2, 3).sqrt().expandDims(2).expandDims(3);
    }

    /** Returns an example whose attributes and lengths are chosen by a function of two inclusive bounds. */
    public static ConvolutionExample combination(String label, IntBinaryOperator between) {
        int groups = between.applyAsInt(1, 3);
        Shape kernels = Shape.of(
                groups * between.applyAsInt(1, 3),
                between.applyAsInt(1, 3),
                between.applyAsInt(1, 4),
                between.applyAsInt(1, 4));
        Slide vertical = anySlide(between);
        Slide horizontal = anySlide(between);
        Shape image = Shape.of(
                between.applyAsInt(1, 3),
                groups * kernels.dim(1),
                inputs(between, vertical, kernels.dim(2)),
                inputs(between, horizontal, kernels.dim(3)));
        return example(label + ", " + vertical + horizontal, vertical, horizontal, groups, image, kernels);
    }

    private static Slide anySlide(IntBinaryOperator between) {
        return slide(
                between.applyAsInt(1, 3), between.applyAsInt(0, 3), between.applyAsInt(0, 3), between.applyAsInt(1, 3));
    }

    /** Chooses a length of the image into which the kernel fits with the padding. */
    private static int inputs(IntBinaryOperator between, Slide slide, int kernel) {
        return Math.max(1, slide.span(kernel) - slide.before() - slide.after()) + between.applyAsInt(0, 4);
    }

    private static Slide slide(int stride, int before, int after, int dilation) {
        return new Slide(stride, before, after, dilation);
    }

    private static ConvolutionExample example(
            String label, Slide vertical, Slide horizontal, int groups, Shape image, Shape kernels) {
        return new ConvolutionExample(label, image, kernels, new ConvolutionGeometry(vertical, horizontal, groups));
    }
}
