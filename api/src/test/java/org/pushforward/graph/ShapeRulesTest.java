package org.pushforward.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.graph.Contraction.Conv2d;
import org.pushforward.graph.Contraction.Conv2dFilterGradient;
import org.pushforward.graph.Contraction.Conv2dInputGradient;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Checks that invalid element types, ranks and attributes are refused when a graph is built, saying what was expected.
 */
class ShapeRulesTest {
    private static final TensorType BOOL = type(DType.BOOL, 2, 3);
    private static final TensorType WHOLE = type(DType.I64, 2, 3);
    private static final TensorType SINGLE = type(DType.F32, 2, 3);
    private static final TensorType DOUBLE = type(DType.F64, 2, 3);
    private static final TensorType POSITIONS = type(DType.I64, 3);
    private static final TensorType IMAGE = type(DType.F32, 2, 4, 5, 6);
    private static final TensorType KERNELS = type(DType.F32, 6, 4, 3, 3);
    private static final TensorType OUTPUT = type(DType.F32, 2, 6, 3, 4);
    private static final ConvolutionGeometry PLAIN = ConvolutionGeometry.square(1, 0, 1);

    private static final String FLOATING = "expected a floating-point element type";
    private static final String SAME_TYPE = "expected equal element types";
    private static final String EQUAL_SHAPES = "expected equal shapes";
    private static final String NUMBERS = "expected numbers, not booleans";

    private static TensorType type(DType dtype, int... dims) {
        return new TensorType(dtype, Shape.of(dims));
    }

    private static Arguments refused(Primitive primitive, String expectation, TensorType... operands) {
        return arguments(primitive, List.of(operands), expectation);
    }

    static Stream<Arguments> elementwise() {
        List<Arguments> cases = new ArrayList<>();
        for (Unary each : List.of(new Unary.ErrorFunction(), new Unary.Floor(), new Unary.Ceil(), new Unary.Round())) {
            cases.add(refused(each, FLOATING, WHOLE));
            cases.add(refused(each, FLOATING, BOOL));
            cases.add(refused(each, "expected 1 operand,", SINGLE, SINGLE));
        }
        for (Unary each : List.of(new Unary.FloorDiv(2), new Unary.FloorMod(2))) {
            cases.add(refused(each, "expected integers", SINGLE));
            cases.add(refused(each, "expected integers", BOOL));
            cases.add(refused(each, "expected 1 operand,"));
        }
        Binary remainder = new Binary.Remainder();
        cases.add(refused(remainder, FLOATING, WHOLE, WHOLE));
        cases.add(refused(remainder, SAME_TYPE, SINGLE, DOUBLE));
        cases.add(refused(remainder, EQUAL_SHAPES, SINGLE, type(DType.F32, 3)));
        cases.add(refused(remainder, "expected 2 operands", SINGLE));
        cases.add(refused(new Elementwise.Barrier(), "expected 2 operands", SINGLE));
        for (Smooth each : List.of(new Smooth.Sigmoid(), new Smooth.Silu(), new Smooth.Softplus(), new Smooth.Gelu())) {
            cases.add(refused(each, FLOATING, WHOLE));
            cases.add(refused(each, "expected 1 operand,", SINGLE, SINGLE));
        }
        for (Smooth each : List.of(
                new Smooth.TanhGradient(),
                new Smooth.SigmoidGradient(),
                new Smooth.SiluGradient(),
                new Smooth.GeluGradient())) {
            cases.add(refused(each, FLOATING, WHOLE, WHOLE));
            cases.add(refused(each, SAME_TYPE, SINGLE, DOUBLE));
            cases.add(refused(each, "expected 2 operands", SINGLE));
        }
        cases.add(refused(new Rectified.LeakyRelu(0), FLOATING, WHOLE));
        cases.add(refused(new Rectified.LeakyRelu(0), "expected 1 operand,", SINGLE, SINGLE));
        cases.add(refused(new Rectified.LeakyReluGradient(0.2), SAME_TYPE, SINGLE, DOUBLE));
        cases.add(refused(new Rectified.LeakyReluGradient(0.2), "expected 2 operands", SINGLE));
        return cases.stream();
    }

    static Stream<Arguments> alongAxes() {
        return Stream.of(
                refused(new Scan.CumulativeSum(0, false, false), NUMBERS, BOOL),
                refused(new Scan.CumulativeSum(2, false, false), "expected an axis in [0, 2)", SINGLE),
                refused(new Scan.CumulativeSum(-1, false, false), "expected an axis in [0, 2)", SINGLE),
                refused(new Scan.CumulativeSum(0, true, true), "expected an axis in [0, 0)", type(DType.F32)),
                refused(new Scan.CumulativeSum(0, true, true), "expected 1 operand,", SINGLE, SINGLE),
                refused(new Indexing.ArgMax(0), NUMBERS, BOOL),
                refused(new Indexing.ArgMax(2), "expected an axis in [0, 2)", SINGLE),
                refused(new Indexing.ArgMax(1), "expected at least one element on axis 1", type(DType.F32, 2, 0)),
                refused(new Indexing.Gather(2), "expected an axis in [0, 2)", SINGLE, POSITIONS),
                refused(new Indexing.Gather(0), "expected int64 positions", SINGLE, type(DType.I32, 3)),
                refused(new Indexing.Gather(0), "expected positions of rank 1", SINGLE, WHOLE),
                refused(new Indexing.Gather(0), "expected 2 operands", SINGLE),
                refused(new Indexing.ScatterAdd(0, 4), FLOATING, WHOLE, POSITIONS),
                refused(new Indexing.ScatterAdd(2, 4), "expected an axis in [0, 2)", SINGLE, POSITIONS),
                refused(new Indexing.ScatterAdd(1, 4), "expected int64 positions", SINGLE, type(DType.F32, 3)),
                refused(
                        new Indexing.ScatterAdd(0, 4),
                        "expected one position for each slice on axis 0",
                        SINGLE,
                        POSITIONS),
                refused(new Indexing.ScatterAdd(1, -1), "negative length -1", SINGLE, POSITIONS),
                refused(new Composite.Sort(2), "expected an axis in [0, 2)", SINGLE),
                refused(new Composite.Sort(0), NUMBERS, BOOL),
                refused(new Normalization.Softmax(2), "expected an axis in [0, 2)", SINGLE),
                refused(new Normalization.Softmax(1), "expected at least one element on axis 1", type(DType.F32, 2, 0)),
                refused(new Normalization.Softmax(0), FLOATING, WHOLE),
                refused(new Normalization.LogSoftmax(-1), "expected an axis in [0, 2)", SINGLE),
                refused(new Normalization.LogSoftmax(0), FLOATING, WHOLE),
                refused(new Normalization.SoftmaxGradient(0), SAME_TYPE, SINGLE, DOUBLE),
                refused(new Normalization.SoftmaxGradient(2), "expected an axis in [0, 2)", SINGLE, SINGLE),
                refused(new Normalization.SoftmaxGradient(0), EQUAL_SHAPES, SINGLE, type(DType.F32, 1, 3)),
                refused(new Normalization.Softmax(0), "expected 1 operand, not 2", SINGLE, SINGLE),
                refused(new Normalization.GroupNorm(1, 1e-5), "expected 1 operand, not 0"),
                refused(new Composite.Sort(0), "expected 1 operand, not 0"),
                refused(new Smooth.TanhGradient(), EQUAL_SHAPES, SINGLE, type(DType.F32, 1)),
                refused(new AdamUpdate.AdamFirstMoment(0.9), "expected 2 operands, not 1", SINGLE),
                refused(new AdamUpdate.AdamFirstMoment(0.9), FLOATING, WHOLE, WHOLE),
                refused(new AdamUpdate.AdamFirstMoment(0.9), EQUAL_SHAPES, SINGLE, type(DType.F32, 1)),
                refused(pad(Integer.MAX_VALUE, 0, 0), "expected at most 2147483647 positions", type(DType.F32, 3)),
                refused(pad(0, Integer.MAX_VALUE, 0), "expected at most 2147483647 positions", type(DType.F32, 3)),
                refused(pad(0, 0, Double.NaN), "expected a whole number to pad integers with", type(DType.I64, 3)),
                refused(
                        new Movement.Concat(0),
                        "expected at most 2147483647 positions",
                        type(DType.F32, Integer.MAX_VALUE, 0),
                        type(DType.F32, 5, 0)),
                refused(new Normalization.GroupNorm(2, 1e-5), "expected channels that 2 groups divide", SINGLE),
                refused(new Normalization.GroupNorm(1, 1e-5), "expected rank 2 or more", type(DType.F32, 3)),
                refused(new Normalization.GroupNorm(1, 1e-5), FLOATING, WHOLE),
                refused(
                        new Normalization.GroupNorm(1, 1e-5),
                        "expected at least one element in a group",
                        type(DType.F32, 2, 0)),
                refused(
                        new Normalization.GroupNormGradient(2, 1e-5),
                        "expected channels that 2 groups divide",
                        SINGLE,
                        SINGLE),
                refused(new Normalization.GroupNormGradient(1, 1e-5), SAME_TYPE, SINGLE, DOUBLE),
                refused(new AdamUpdate.AdamFirstMoment(0.9), SAME_TYPE, SINGLE, DOUBLE),
                refused(new AdamUpdate.AdamSecondMoment(0.9), SAME_TYPE, SINGLE, DOUBLE),
                refused(new AdamUpdate.AdamStep(0.9, 0.99, 1e-8, 0), "expected 9 operands", SINGLE, SINGLE),
                refused(new RandomBits(), "expected an int64 key and int64 counters", POSITIONS, type(DType.F32, 4)),
                refused(new RandomBits(), "expected a key of shape [2]", POSITIONS, type(DType.I64, 4)),
                refused(new RandomBits(), "expected counters of shape [..., 4]", type(DType.I64, 2), POSITIONS),
                refused(new RandomBits(), "expected counters of shape [..., 4]", type(DType.I64, 2), type(DType.I64)),
                refused(new RandomBits(), "expected 2 operands", type(DType.I64, 2)));
    }

    private static Primitive pad(int low, int interior, double value) {
        return new Movement.Pad(List.of(low), List.of(0), List.of(interior), value);
    }

    static Stream<Arguments> convolutions() {
        Primitive forward = new Conv2d(PLAIN);
        Primitive toImage = new Conv2dInputGradient(PLAIN, 5, 6);
        Primitive toKernels = new Conv2dFilterGradient(PLAIN, 3, 3);
        String rank = "expected operands of rank 4";
        String channels = "expected kernels of 4 / 2 channels";
        String cotangent = "expected a cotangent of shape [2, 6, 3, 4]";
        String fits = "expected a kernel of 1 or more that fits";
        return Stream.of(
                refused(forward, FLOATING, type(DType.I64, 2, 4, 5, 6), type(DType.I64, 6, 4, 3, 3)),
                refused(forward, SAME_TYPE, IMAGE, type(DType.F64, 6, 4, 3, 3)),
                refused(forward, rank, type(DType.F32, 4, 5, 6), KERNELS),
                refused(forward, rank, IMAGE, type(DType.F32, 6, 4, 3)),
                refused(forward, "expected 2 operands", IMAGE),
                refused(forward, "expected kernels of 4 / 1 channels", IMAGE, type(DType.F32, 6, 3, 3, 3)),
                refused(new Conv2d(PLAIN.withGroups(2)), channels, IMAGE, KERNELS),
                refused(new Conv2d(PLAIN.withGroups(2)), channels, IMAGE, type(DType.F32, 5, 2, 3, 3)),
                refused(forward, fits + ": 7 taps span 7 of 5", IMAGE, type(DType.F32, 6, 4, 7, 3)),
                refused(forward, fits + ": 0 taps", IMAGE, type(DType.F32, 6, 4, 3, 0)),
                refused(new Conv2d(ConvolutionGeometry.square(1, 1, 4)), fits + ": 3 taps span 9 of 7", IMAGE, KERNELS),
                refused(toImage, cotangent, type(DType.F32, 2, 6, 4, 4), KERNELS),
                refused(toImage, SAME_TYPE, OUTPUT, type(DType.F64, 6, 4, 3, 3)),
                refused(toImage, rank, OUTPUT, type(DType.F32, 6, 4)),
                refused(new Conv2dInputGradient(PLAIN, -1, 6), "negative length -1", OUTPUT, KERNELS),
                refused(new Conv2dInputGradient(PLAIN, 2, 6), fits, OUTPUT, KERNELS),
                refused(toKernels, cotangent, IMAGE, type(DType.F32, 2, 6, 3, 3)),
                refused(toKernels, rank, IMAGE, type(DType.F32, 2, 6)),
                refused(toKernels, FLOATING, type(DType.I32, 2, 4, 5, 6), OUTPUT),
                refused(
                        new Conv2dFilterGradient(PLAIN.withGroups(3), 3, 3),
                        "expected channels that 3 divides",
                        IMAGE,
                        OUTPUT),
                refused(new Conv2dFilterGradient(PLAIN, 0, 3), fits, IMAGE, OUTPUT),
                refused(new Conv2dFilterGradient(PLAIN, 9, 3), fits, IMAGE, OUTPUT));
    }

    @ParameterizedTest
    @MethodSource({"elementwise", "alongAxes", "convolutions"})
    void operandsOutsideTheRuleAreRefused(Primitive primitive, List<TensorType> operands, String expectation) {
        List<Tensor> inputs = new ArrayList<>();
        operands.forEach(operand -> inputs.add(Tensor.input("x" + inputs.size(), operand)));
        assertThatThrownBy(() -> Tensor.of(primitive, inputs))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(expectation)
                .hasMessageContaining("traced at");
    }

    static Stream<Arguments> attributes() {
        return Stream.of(
                attribute("divisor 0: expected 1 or more", () -> new Unary.FloorDiv(0)),
                attribute("divisor -1: expected 1 or more", () -> new Unary.FloorDiv(-1)),
                attribute("divisor 0: expected 1 or more", () -> new Unary.FloorMod(0)),
                attribute("a stride and a dilation of 1 or more, not 0 and 1", () -> new Slide(0, 0, 0, 1)),
                attribute("a stride and a dilation of 1 or more, not 1 and 0", () -> new Slide(1, 0, 0, 0)),
                attribute("padding of 0 or more, not -1 and 0", () -> new Slide(1, -1, 0, 1)),
                attribute("padding of 0 or more, not 0 and -1", () -> new Slide(1, 0, -1, 1)),
                attribute("1 group or more, not 0", () -> PLAIN.withGroups(0)),
                attribute("1 group or more, not 0", () -> new Normalization.GroupNorm(0, 1e-5)),
                attribute("a decay in [0, 1), not 1.0", () -> new AdamUpdate.AdamFirstMoment(1)),
                attribute("a decay in [0, 1), not NaN", () -> new AdamUpdate.AdamSecondMoment(Double.NaN)),
                attribute("a decay in [0, 1), not -0.1", () -> new AdamUpdate.AdamStep(0.9, -0.1, 1e-8, 0)),
                attribute("a positive epsilon, not 0.0", () -> new AdamUpdate.AdamStep(0.9, 0.9, 0, 0)),
                attribute("a decay of 0 or more, not -1.0", () -> new AdamUpdate.AdamStep(0.9, 0.9, 1e-8, -1)),
                attribute("a positive epsilon, not 0.0", () -> new Normalization.GroupNorm(1, 0)),
                attribute("a positive epsilon, not NaN", () -> new Normalization.GroupNormGradient(1, Double.NaN)));
    }

    private static Arguments attribute(String expectation, Supplier<?> attribute) {
        return arguments(expectation, attribute);
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void attributesOutsideTheRuleAreRefused(String expectation, Supplier<?> attribute) {
        assertThatThrownBy(attribute::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expectation);
    }

    @Test
    void impossibleLengthsAreRefusedAtTheirPosition() {
        Tensor x = Tensor.input("x", SINGLE);
        assertThatThrownBy(() -> x.expandDims(9))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("from 0 to 2");
        assertThatThrownBy(() -> x.reshape(-1, -1))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("one -1");
        assertThatThrownBy(() -> x.reshape(-1, 4))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("one -1");
    }

    @Test
    void validOperandsAreAccepted() {
        Tensor image = Tensor.input("image", IMAGE);
        Tensor kernels = Tensor.input("kernels", KERNELS);
        Tensor output = Tensor.input("output", OUTPUT);
        assertThat(image.conv2d(kernels, PLAIN).type()).isEqualTo(OUTPUT);
        assertThat(Tensor.of(new Conv2dInputGradient(PLAIN, 5, 6), List.of(output, kernels))
                        .type())
                .isEqualTo(IMAGE);
        assertThat(Tensor.of(new Conv2dFilterGradient(PLAIN, 3, 3), List.of(image, output))
                        .type())
                .isEqualTo(KERNELS);
        Tensor x = Tensor.input("x", SINGLE);
        Tensor positions = Tensor.input("positions", POSITIONS);
        assertThat(x.gather(0, positions).type()).isEqualTo(type(DType.F32, 3, 3));
        assertThat(Tensor.of(new Indexing.ScatterAdd(1, 7), List.of(x, positions))
                        .type())
                .isEqualTo(type(DType.F32, 2, 7));
        assertThat(x.argMax(1).type()).isEqualTo(type(DType.I64, 2));
        assertThat(x.cumulativeSum(-1, true, false).type()).isEqualTo(SINGLE);
        Tensor key = Tensor.input("key", type(DType.I64, 2));
        Tensor counters = Tensor.input("counters", type(DType.I64, 5, 4));
        assertThat(Tensor.of(new RandomBits(), List.of(key, counters)).type()).isEqualTo(counters.type());
    }
}
