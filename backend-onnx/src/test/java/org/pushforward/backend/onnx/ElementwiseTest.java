package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pushforward.backend.onnx.OnnxEvaluation.assertClose;
import static org.pushforward.backend.onnx.OnnxEvaluation.assertExact;
import static org.pushforward.backend.onnx.OnnxEvaluation.vector;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Logical;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class ElementwiseTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    static Stream<Arguments> unary() {
        double[] any = {-20, -3.5, -1, -0.1, 0, 1e-3, 0.7, 2, 15};
        double[] positive = {0, 1e-6, 0.3, 1, 2.5, 1e6, INFINITY};
        double[] small = {-0.9, -1e-3, -1e-6, -1e-12, 0, 1e-12, 1e-6, 1e-3, 0.5, 80, INFINITY};
        return Stream.of(
                        Arguments.of(new Unary.Neg(), any),
                        Arguments.of(new Unary.Abs(), any),
                        Arguments.of(new Unary.Sign(), any),
                        Arguments.of(new Unary.Exp(), any),
                        Arguments.of(new Unary.Log(), positive),
                        Arguments.of(new Unary.Sqrt(), positive),
                        Arguments.of(new Unary.Sin(), any),
                        Arguments.of(new Unary.Cos(), any),
                        Arguments.of(new Unary.Tanh(), any),
                        Arguments.of(
                                new Unary.Log1p(),
                                DoubleStream.concat(DoubleStream.of(-1, 1e30), DoubleStream.of(small))
                                        .toArray()),
                        Arguments.of(
                                new Unary.Expm1(),
                                DoubleStream.concat(DoubleStream.of(-INFINITY, -200, -30), DoubleStream.of(small))
                                        .toArray()))
                .flatMap(arguments -> Stream.of(DType.F32, DType.F64)
                        .map(dtype -> Arguments.of(
                                dtype, arguments.get()[0], arguments.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("unary")
    void unaryFunctionsAgreeWithJava(DType dtype, Unary primitive, double[] arguments) {
        HostArray x = vector(dtype, arguments);
        double[] expected = DoubleStream.of(x.toDoubles()).map(primitive::apply).toArray();
        assertClose(OnnxEvaluation.of(primitive, x), expected, 8);
    }

    @ParameterizedTest
    @EnumSource(names = {"I32", "I64"})
    void integersHaveSigns(DType dtype) {
        HostArray x = vector(dtype, -7, 0, 3);
        assertExact(OnnxEvaluation.of(new Unary.Neg(), x), vector(dtype, 7, 0, -3));
        assertExact(OnnxEvaluation.of(new Unary.Abs(), x), vector(dtype, 7, 0, 3));
        assertExact(OnnxEvaluation.of(new Unary.Sign(), x), vector(dtype, -1, 0, 1));
    }

    static Stream<Arguments> binary() {
        return Stream.of(
                        new Binary.Add(),
                        new Binary.Sub(),
                        new Binary.Mul(),
                        new Binary.Div(),
                        new Binary.Pow(),
                        new Binary.Max(),
                        new Binary.Min())
                .flatMap(primitive ->
                        Stream.of(DType.F32, DType.F64).map(dtype -> Arguments.of(dtype, (Binary) primitive)));
    }

    @ParameterizedTest
    @MethodSource("binary")
    void binaryFunctionsAgreeWithJava(DType dtype, Binary primitive) {
        HostArray x = vector(dtype, 0, 0, 1, 2.5, -2, 3, 1e10, 0.1);
        HostArray y = vector(dtype, 0, 2, 0, -1.5, 3, 3, 2, 0.7);
        double[] expected = new double[x.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = primitive.apply(x.get(i), y.get(i));
        }
        assertClose(OnnxEvaluation.of(primitive, x, y), expected, 4);
    }

    @ParameterizedTest
    @EnumSource(names = {"I32", "I64"})
    void integersAreAddedAndCompared(DType dtype) {
        HostArray x = vector(dtype, -7, 4, 3);
        HostArray y = vector(dtype, 2, 5, 3);
        assertExact(OnnxEvaluation.of(new Binary.Add(), x, y), vector(dtype, -5, 9, 6));
        assertExact(OnnxEvaluation.of(new Binary.Sub(), x, y), vector(dtype, -9, -1, 0));
        assertExact(OnnxEvaluation.of(new Binary.Mul(), x, y), vector(dtype, -14, 20, 9));
        assertExact(OnnxEvaluation.of(new Binary.Max(), x, y), vector(dtype, 2, 5, 3));
        assertExact(OnnxEvaluation.of(new Binary.Min(), x, y), vector(dtype, -7, 4, 3));
    }

    static Stream<Arguments> comparisons() {
        return Stream.of(
                        new Comparison.Equal(),
                        new Comparison.NotEqual(),
                        new Comparison.Less(),
                        new Comparison.LessEqual(),
                        new Comparison.Greater(),
                        new Comparison.GreaterEqual())
                .flatMap(primitive -> Stream.of(DType.F32, DType.F64, DType.I32, DType.I64)
                        .map(dtype -> Arguments.of(dtype, (Comparison) primitive)));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void comparisonsAgreeWithJava(DType dtype, Comparison primitive) {
        HostArray x = dtype.isFloating() ? vector(dtype, 1, 2, 3, Double.NaN) : vector(dtype, 1, 2, 3);
        HostArray y = dtype.isFloating() ? vector(dtype, 2, 2, 2, 1) : vector(dtype, 2, 2, 2);
        boolean[] expected = new boolean[x.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = primitive.test(x.get(i), y.get(i));
        }
        assertThat(OnnxEvaluation.of(primitive, x, y).toBooleans()).isEqualTo(expected);
    }

    @Test
    void booleansAreCombined() {
        HostArray x = HostArray.of(Shape.of(4), false, false, true, true);
        HostArray y = HostArray.of(Shape.of(4), false, true, false, true);
        assertThat(OnnxEvaluation.of(new Logical.And(), x, y).toBooleans()).containsExactly(false, false, false, true);
        assertThat(OnnxEvaluation.of(new Logical.Or(), x, y).toBooleans()).containsExactly(false, true, true, true);
        assertThat(OnnxEvaluation.of(new Logical.Not(), x).toBooleans()).containsExactly(true, true, false, false);
    }

    @ParameterizedTest
    @EnumSource
    void selectChoosesByPosition(DType dtype) {
        HostArray condition = HostArray.of(Shape.of(4), true, false, true, false);
        HostArray then = vector(dtype, 1, 1, 0, 0);
        HostArray otherwise = vector(dtype, 0, 0, 1, 1);
        HostArray expected = vector(dtype, 1, 0, 0, 1);
        assertExact(OnnxEvaluation.of(new Elementwise.Select(), condition, then, otherwise), expected);
    }

    static Stream<Arguments> casts() {
        return Stream.of(DType.values())
                .flatMap(from -> Stream.of(DType.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("casts")
    void castsAgreeWithJava(DType from, DType to) {
        HostArray x = vector(from, -2, -0.5, 0, 0.75, 1, 100);
        assertExact(OnnxEvaluation.of(new Elementwise.Cast(to), x), x.cast(to));
    }

    @Test
    void stopGradientIsTheIdentity() {
        HostArray x = vector(DType.F32, 1, 2);
        assertExact(OnnxEvaluation.of(new Elementwise.StopGradient(), x), x);
    }

    static Stream<Primitive> ofTwo() {
        return Stream.of(new Binary.Sub(), new Comparison.Less(), new Comparison.NotEqual());
    }

    @ParameterizedTest
    @MethodSource("ofTwo")
    void smallOperandsAreRepeated(Primitive primitive) {
        Tensor x = Tensor.input("x", TensorType.f32(2, 3));
        Tensor row = Tensor.input("row", TensorType.f32(3));
        Tensor column = Tensor.input("column", TensorType.f32(2, 1));
        HostArray matrix = HostArray.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6);
        Map<Tensor, HostArray> inputs = Map.of(
                x, matrix, row, HostArray.of(Shape.of(3), 3f, 2, 1), column, HostArray.of(Shape.of(2, 1), 2f, 5));
        HostArray byRow = OnnxEvaluation.of(Tensor.of(primitive, List.of(x, row.broadcastTo(x.shape()))), inputs);
        HostArray byColumn = OnnxEvaluation.of(Tensor.of(primitive, List.of(x, column.broadcastTo(x.shape()))), inputs);
        HostArray rows = HostArray.of(Shape.of(2, 3), 3f, 2, 1, 3, 2, 1);
        HostArray columns = HostArray.of(Shape.of(2, 3), 2f, 2, 2, 5, 5, 5);
        assertExact(byRow, OnnxEvaluation.of(primitive, matrix, rows));
        assertExact(byColumn, OnnxEvaluation.of(primitive, matrix, columns));
        assertThat(byRow).isNotEqualTo(byColumn);
    }
}
