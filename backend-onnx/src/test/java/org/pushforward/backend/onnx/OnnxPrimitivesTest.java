package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pushforward.backend.onnx.OnnxEvaluation.array;
import static org.pushforward.backend.onnx.OnnxEvaluation.assertAgrees;
import static org.pushforward.backend.onnx.OnnxEvaluation.assertExact;
import static org.pushforward.backend.onnx.OnnxEvaluation.vector;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.onnx.lowering.BlockedLayout;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.lowering.Kernels;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class OnnxPrimitivesTest {
    private static final double[] HALVES = {-2.5, -2, -1.5, -0.7, -0.5, 0, 0.2, 0.5, 1, 1.5, 2.5, 1e9};

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void roundingIsExact(DType dtype) {
        for (Primitive rounding : List.of(new Unary.Floor(), new Unary.Ceil(), new Unary.Round())) {
            assertAgrees(rounding, 0, vector(dtype, HALVES));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"I32", "I64"})
    void integersAreDividedDownwards(DType dtype) {
        long least = dtype == DType.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
        long most = dtype == DType.I32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
        long[] values = {least, least + 1, -7, -6, -1, 0, 1, 5, 6, most - 1, most};
        HostArray x = HostArray.wrap(Shape.of(values.length), values).cast(dtype);
        for (int divisor : new int[] {1, 2, 3, 7, Integer.MAX_VALUE}) {
            HostArray quotient = OnnxEvaluation.of(new Unary.FloorDiv(divisor), x);
            HostArray rest = OnnxEvaluation.of(new Unary.FloorMod(divisor), x);
            for (int i = 0; i < values.length; i++) {
                assertThat(quotient.cast(DType.I64).longs().get(i)).isEqualTo(Math.floorDiv(values[i], divisor));
                assertThat(rest.cast(DType.I64).longs().get(i)).isEqualTo(Math.floorMod(values[i], divisor));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void remaindersHaveTheSignOfTheDivisor(DType dtype) {
        HostArray x = vector(dtype, 7, -7, 7, -7, 6, -6, 0, 1e9, -0.5, 3, -3);
        HostArray y = vector(dtype, 3, 3, -3, -3, 3, 3, -2, 7, 4, 0.25, Double.POSITIVE_INFINITY);
        double[] expected = {1, 2, -2, -1, 0, 0, 0, 6, 3.5, 0, Double.POSITIVE_INFINITY};
        assertExact(OnnxEvaluation.of(new Binary.Remainder(), x, y), vector(dtype, expected));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void theErrorFunctionIsAccurateEverywhere(DType dtype) {
        double[] values = IntStream.rangeClosed(-700, 700)
                .mapToDouble(i -> (double) (float) (i * 0.01 + 1e-3))
                .toArray();
        HostArray x = vector(dtype, values);
        double[] expected = IntStream.range(0, values.length)
                .mapToDouble(i -> new Unary.ErrorFunction().apply(x.get(i)))
                .toArray();
        OnnxEvaluation.assertClose(OnnxEvaluation.of(new Unary.ErrorFunction(), x), expected, 8);
        HostArray edges = vector(dtype, Double.NEGATIVE_INFINITY, 0, 1e-30, 1e30, Double.POSITIVE_INFINITY);
        double[] limits = {-1, 0, 2e-30 / Math.sqrt(Math.PI), 1, 1};
        OnnxEvaluation.assertClose(OnnxEvaluation.of(new Unary.ErrorFunction(), edges), limits, 8);
    }

    static Stream<Arguments> scans() {
        return Stream.of(DType.F32, DType.F64, DType.I32, DType.I64).flatMap(dtype -> Stream.of(false, true)
                .flatMap(exclusive -> Stream.of(false, true).map(reverse -> Arguments.of(dtype, exclusive, reverse))));
    }

    @ParameterizedTest
    @MethodSource("scans")
    void cumulativeSumsRunAlongTheAxis(DType dtype, boolean exclusive, boolean reverse) {
        double[] counted = IntStream.range(0, 24).mapToDouble(i -> i % 7 - 2).toArray();
        HostArray x = array(dtype, Shape.of(2, 3, 4), counted);
        for (int axis = 0; axis < 3; axis++) {
            assertAgrees(new Scan.CumulativeSum(axis, exclusive, reverse), 0, x);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64", "I32", "I64"})
    void theFirstOfTheLargestIsFound(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 4), 3, 5, 5, 1, -2, -2, -3, -2);
        assertExact(OnnxEvaluation.of(new Indexing.ArgMax(1), x), array(DType.I64, Shape.of(2), 1, 0));
        assertExact(OnnxEvaluation.of(new Indexing.ArgMax(0), x), array(DType.I64, Shape.of(4), 0, 0, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void gatherTakesSlices(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 3), 1, 0, 3, 4, 5, 0);
        HostArray columns = vector(DType.I64, 2, 0, 2, 1);
        assertExact(
                OnnxEvaluation.of(new Indexing.Gather(1), x, columns),
                array(dtype, Shape.of(2, 4), 3, 1, 3, 0, 0, 4, 0, 5));
        assertThat(OnnxEvaluation.of(new Indexing.Gather(0), x, vector(DType.I64))
                        .shape())
                .isEqualTo(Shape.of(0, 3));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void scatterAddSumsDuplicates(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        HostArray columns = vector(DType.I64, 3, 0, 3);
        assertExact(
                OnnxEvaluation.of(new Indexing.ScatterAdd(1, 4), x, columns),
                array(dtype, Shape.of(2, 4), 2, 0, 0, 4, 5, 0, 0, 10));
        HostArray many = HostArray.full(new TensorType(dtype, Shape.of(5000, 3)), 1);
        HostArray same = HostArray.zeros(new TensorType(DType.I64, Shape.of(5000)));
        assertExact(
                OnnxEvaluation.of(new Indexing.ScatterAdd(0, 1), many, same),
                array(dtype, Shape.of(1, 3), 5000, 5000, 5000));
        HostArray nothing = HostArray.zeros(new TensorType(dtype, Shape.of(2, 0)));
        assertExact(
                OnnxEvaluation.of(new Indexing.ScatterAdd(1, 2), nothing, vector(DType.I64)),
                array(dtype, Shape.of(2, 2), 0, 0, 0, 0));
    }

    @Test
    void positionsOutsideAreRefused() {
        HostArray x = vector(DType.F32, 1, 2, 3);
        for (long position : new long[] {3, 4000000000L, -4, Long.MIN_VALUE, Long.MAX_VALUE}) {
            HostArray outside = HostArray.wrap(Shape.of(3), new long[] {0, position, 1});
            for (Primitive primitive : List.of(
                    new Indexing.Gather(0),
                    new Indexing.TakeAlong(0),
                    new Indexing.ScatterAdd(0, 3),
                    new Indexing.ScatterAddAlong(0, 3))) {
                assertThatThrownBy(() -> OnnxEvaluation.of(primitive, x, outside))
                        .as("%s at %d", primitive, position)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("position " + position);
            }
        }
    }

    @Test
    void randomBitsAreThoseOfTheDefinition() {
        long[] words = new long[4 * 40];
        for (int i = 0; i < words.length; i++) {
            words[i] = i < 8 ? (i % 2 == 0 ? 0xFFFFFFFFL : 0) : i * 0x9E3779B1L & 0xFFFFFFFFL;
        }
        HostArray key = HostArray.wrap(Shape.of(2), new long[] {0xFFFFFFFFL, 0x01234567L});
        assertAgrees(new RandomBits(), 0, key, HostArray.wrap(Shape.of(8, 5, 4), words));
        assertAgrees(new RandomBits(), 0, key, HostArray.wrap(Shape.of(4), new long[] {1, 2, 3, 4}));
    }

    @ParameterizedTest
    @EnumSource
    void aBarrierReturnsItsFirstOperand(DType dtype) {
        for (Shape shape : List.of(Shape.scalar(), Shape.of(3), Shape.of(2, 0), Shape.of(2, 1, 2))) {
            HostArray x = HostArray.full(new TensorType(dtype, shape), 1);
            for (HostArray after : List.of(
                    HostArray.scalar(DType.F32, Double.NaN),
                    vector(DType.F64, Double.POSITIVE_INFINITY, 2),
                    HostArray.full(new TensorType(DType.BOOL, Shape.of(5, 7)), 1),
                    HostArray.zeros(new TensorType(DType.F32, Shape.of(0))))) {
                assertExact(OnnxEvaluation.of(new Elementwise.Barrier(), x, after), x);
            }
        }
    }

    @Test
    void aBarrierPreventsMergingWithAnEqualValue() {
        Tensor x = Tensor.input("x", TensorType.f32(2));
        Tensor once = x.exp();
        Tensor again = x.after(once).exp();
        String model = new String(
                GraphWriter.write(
                        org.pushforward.graph.Graph.builder()
                                .inputs(x)
                                .output("y", once.mul(again))
                                .build(),
                        BlockedLayout.NONE,
                        Kernels.CPU),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(model.split("Exp", -1)).hasSize(3);
        assertThat(OnnxEvaluation.of(once.mul(again), Map.of(x, vector(DType.F32, 0, 0))))
                .isEqualTo(vector(DType.F32, 1, 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void smoothActivationsAgreeWithTheirFormulas(DType dtype) {
        HostArray x = vector(dtype, -100, -20, -5.9, -1, 0, 0.5, 3, 20, 100);
        HostArray g = vector(dtype, 1, -2, 1, 3, 1, -1, 2, 1, 1);
        assertAgrees(new Smooth.Sigmoid(), 5e-7, x);
        assertAgrees(new Smooth.Silu(), 5e-7, x);
        assertAgrees(new Smooth.Gelu(), 5e-7, x);
        assertAgrees(new Smooth.SiluGradient(), 5e-7, g, x);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void thinProductsAgree(DType dtype) {
        for (int rows : List.of(1, 3, 20)) {
            for (int columns : List.of(1, 2, 4, 5)) {
                HostArray left = RandomKey.of(1).normal(Shape.of(7, rows)).cast(dtype);
                HostArray right = RandomKey.of(2).normal(Shape.of(7, columns)).cast(dtype);
                HostArray turned = RandomKey.of(2).normal(Shape.of(columns, 7)).cast(dtype);
                HostArray plain = RandomKey.of(1).normal(Shape.of(rows, 7)).cast(dtype);
                assertAgrees(new Contraction.Matmul(true, false), 1e-6, left, right);
                assertAgrees(new Contraction.Matmul(true, true), 1e-6, left, turned);
                assertAgrees(new Contraction.Matmul(false, true), 1e-6, plain, turned);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void numbersMeetColumns(DType dtype) {
        Tensor x = Tensor.input("x", new TensorType(dtype, Shape.of(3, 1)));
        HostArray values = array(dtype, Shape.of(3, 1), 1, -2, 4);
        HostArray expected = array(dtype, Shape.of(3, 1), 2.5, 7, -2);
        assertExact(OnnxEvaluation.of(x.mul(-1.5).add(4), Map.of(x, values)), expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void softmaxSumsAlongAnyAxis(DType dtype) {
        double[] values =
                IntStream.range(0, 24).mapToDouble(i -> 40 * Math.sin(i)).toArray();
        HostArray x = array(dtype, Shape.of(2, 3, 4), values);
        for (int axis = 0; axis < 3; axis++) {
            assertAgrees(new Normalization.Softmax(axis), dtype == DType.F32 ? 1e-6 : 1e-14, x);
            assertAgrees(new Normalization.LogSoftmax(axis), dtype == DType.F32 ? 1e-6 : 1e-14, x);
        }
    }

    @ParameterizedTest
    @EnumSource
    void imagesAreEnlargedPixelByPixel(DType dtype) {
        double[] values = IntStream.range(0, 12).mapToDouble(i -> i % 2).toArray();
        HostArray x = array(dtype, Shape.of(2, 1, 2, 1, 3, 1), values);
        assertAgrees(new Movement.Broadcast(Shape.of(2, 1, 2, 3, 3, 2)), 0, x);
        assertAgrees(new Movement.Broadcast(Shape.of(2, 1, 2, 2, 3, 2)), 0, x);
        assertAgrees(new Movement.Broadcast(Shape.of(2, 5, 2, 2, 3, 2)), 0, x);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64", "I32", "I64"})
    void sortingOrders(DType dtype) {
        HostArray x = RandomKey.of(5).normal(Shape.of(3, 50, 2)).cast(dtype);
        assertAgrees(new Composite.Sort(1), dtype == DType.F32 ? 1e-7 : 0, x);
    }
}
