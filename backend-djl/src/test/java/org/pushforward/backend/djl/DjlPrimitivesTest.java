package org.pushforward.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Logical;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks every primitive against values computed in Java or by hand. */
class DjlPrimitivesTest extends DjlEvaluation {
    private static final double[] ANY = {-3.5, -1, -0.25, 0, 1e-4, 0.5, 2, 3.5};
    private static final double[] POSITIVE = {1e-3, 0.25, 0.5, 1, 1.5, 2, 3.5, 30};

    private static Stream<Arguments> each(List<? extends Primitive> primitives, DType... dtypes) {
        return primitives.stream().flatMap(p -> Arrays.stream(dtypes).map(dtype -> Arguments.of(p, dtype)));
    }

    static Stream<Arguments> unary() {
        return each(
                List.of(
                        new Unary.Neg(),
                        new Unary.Abs(),
                        new Unary.Sign(),
                        new Unary.Exp(),
                        new Unary.Log(),
                        new Unary.Log1p(),
                        new Unary.Expm1(),
                        new Unary.Sqrt(),
                        new Unary.Sin(),
                        new Unary.Cos(),
                        new Unary.Tanh()),
                DType.F32,
                DType.F64);
    }

    static Stream<Arguments> binary() {
        return each(
                List.of(
                        new Binary.Add(),
                        new Binary.Sub(),
                        new Binary.Mul(),
                        new Binary.Div(),
                        new Binary.Pow(),
                        new Binary.Max(),
                        new Binary.Min()),
                DType.F32,
                DType.F64);
    }

    static Stream<Arguments> integer() {
        return each(
                List.of(new Binary.Add(), new Binary.Sub(), new Binary.Mul(), new Binary.Max(), new Binary.Min()),
                DType.I32,
                DType.I64);
    }

    static Stream<Arguments> comparison() {
        return each(
                List.of(
                        new Comparison.Equal(),
                        new Comparison.NotEqual(),
                        new Comparison.Less(),
                        new Comparison.LessEqual(),
                        new Comparison.Greater(),
                        new Comparison.GreaterEqual()),
                DType.F32,
                DType.F64,
                DType.I32,
                DType.I64);
    }

    static Stream<DType> floating() {
        return Stream.of(DType.F32, DType.F64);
    }

    @ParameterizedTest
    @MethodSource
    void unary(Unary primitive, DType dtype) {
        boolean ofPositive = primitive instanceof Unary.Log || primitive instanceof Unary.Sqrt;
        boolean aboveMinusOne = primitive instanceof Unary.Log1p;
        HostArray x = array(dtype, Shape.of(2, 4), ofPositive || aboveMinusOne ? POSITIVE : ANY);
        double[] expected = Arrays.stream(x.toDoubles()).map(primitive::apply).toArray();
        assertClose(apply(primitive, x), array(dtype, x.shape(), expected), dtype);
    }

    @ParameterizedTest
    @MethodSource
    void binary(Binary primitive, DType dtype) {
        HostArray x = array(dtype, Shape.of(8), POSITIVE);
        HostArray y = array(dtype, Shape.of(8), ANY);
        if (primitive instanceof Binary.Div) {
            y = array(dtype, Shape.of(8), 2, -3, 0.5, 7, -1, 1, 9, 0.1);
        }
        HostArray expected = pairwise(primitive, x, y);
        assertClose(apply(primitive, x, y), expected, dtype);
    }

    @ParameterizedTest
    @MethodSource("binary")
    void binaryWithANumberOnEitherSide(Binary primitive, DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 4), POSITIVE);
        Tensor input = Tensor.input("x", x.type());
        Tensor number = Tensor.full(x.type(), 1.7);
        HostArray numbers = HostArray.full(x.type(), 1.7);
        assertClose(
                evaluate(List.of(input), Tensor.of(primitive, List.of(input, number)), x),
                pairwise(primitive, x, numbers),
                dtype);
        assertClose(
                evaluate(List.of(input), Tensor.of(primitive, List.of(number, input)), x),
                pairwise(primitive, numbers, x),
                dtype);
    }

    @ParameterizedTest
    @MethodSource
    void integer(Binary primitive, DType dtype) {
        HostArray x = array(dtype, Shape.of(4), -7, 0, 3, 100_000);
        HostArray y = array(dtype, Shape.of(4), 2, -5, 3, 7);
        assertThat(apply(primitive, x, y)).isEqualTo(pairwise(primitive, x, y));
        Tensor input = Tensor.input("x", x.type());
        Tensor two = Tensor.full(x.type(), 2);
        assertThat(evaluate(List.of(input), Tensor.of(primitive, List.of(two, input)), x))
                .isEqualTo(pairwise(primitive, HostArray.full(x.type(), 2), x));
        assertThat(evaluate(List.of(), Tensor.of(primitive, List.of(two, two))))
                .isEqualTo(pairwise(primitive, HostArray.full(x.type(), 2), HostArray.full(x.type(), 2)));
    }

    @ParameterizedTest
    @EnumSource(names = {"I32", "I64"})
    void unaryOfIntegers(DType dtype) {
        HostArray x = array(dtype, Shape.of(3), -2, 0, 5);
        assertThat(apply(new Unary.Neg(), x)).isEqualTo(array(dtype, Shape.of(3), 2, 0, -5));
        assertThat(apply(new Unary.Abs(), x)).isEqualTo(array(dtype, Shape.of(3), 2, 0, 5));
        assertThat(apply(new Unary.Sign(), x)).isEqualTo(array(dtype, Shape.of(3), -1, 0, 1));
    }

    @ParameterizedTest
    @MethodSource
    void comparison(Comparison primitive, DType dtype) {
        double[] left = {1, 2, 3, -4};
        HostArray x = array(dtype, Shape.of(4), left);
        HostArray y = array(dtype, Shape.of(4), 2, 2, 2, 2);
        boolean[] expected = new boolean[4];
        boolean[] mirrored = new boolean[4];
        for (int i = 0; i < 4; i++) {
            expected[i] = primitive.test(left[i], 2);
            mirrored[i] = primitive.test(2, left[i]);
        }
        assertThat(apply(primitive, x, y)).isEqualTo(HostArray.of(Shape.of(4), expected));
        Tensor input = Tensor.input("x", x.type());
        Tensor two = Tensor.full(x.type(), 2);
        assertThat(evaluate(List.of(input), Tensor.of(primitive, List.of(input, two)), x))
                .isEqualTo(HostArray.of(Shape.of(4), expected));
        assertThat(evaluate(List.of(input), Tensor.of(primitive, List.of(two, input)), x))
                .isEqualTo(HostArray.of(Shape.of(4), mirrored));
    }

    @Test
    void logical() {
        Shape shape = Shape.of(4);
        HostArray x = HostArray.of(shape, true, true, false, false);
        HostArray y = HostArray.of(shape, true, false, true, false);
        assertThat(apply(new Logical.And(), x, y)).isEqualTo(HostArray.of(shape, true, false, false, false));
        assertThat(apply(new Logical.Or(), x, y)).isEqualTo(HostArray.of(shape, true, true, true, false));
        assertThat(apply(new Logical.Not(), x)).isEqualTo(HostArray.of(shape, false, false, true, true));
    }

    @ParameterizedTest
    @EnumSource
    void select(DType dtype) {
        HostArray condition = HostArray.of(Shape.of(2), true, false);
        HostArray x = array(dtype, Shape.of(2), 1, 1);
        HostArray y = array(dtype, Shape.of(2), 0, 0);
        assertThat(apply(new Elementwise.Select(), condition, x, y)).isEqualTo(array(dtype, Shape.of(2), 1, 0));
        Tensor input = Tensor.input("c", condition.type());
        Tensor chosen =
                input.where(Tensor.full(x.type(), 1).stopGradient(), Tensor.constant(HostArray.full(y.type(), 0)));
        assertThat(evaluate(List.of(input), chosen, condition)).isEqualTo(array(dtype, Shape.of(2), 1, 0));
    }

    @ParameterizedTest
    @EnumSource
    void castFromAndToEveryType(DType target) {
        for (DType source : DType.values()) {
            HostArray x = array(source, Shape.of(4), -2.75, 0, 1, 3.9);
            assertThat(apply(new Elementwise.Cast(target), x)).isEqualTo(x.cast(target));
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopGradientIsTheValueItself(DType dtype) {
        HostArray x = array(dtype, Shape.of(2), 0, 1);
        assertThat(apply(new Elementwise.StopGradient(), x)).isEqualTo(x);
    }

    @ParameterizedTest
    @EnumSource
    void movement(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertThat(apply(new Movement.Reshape(Shape.of(3, 2)), x))
                .isEqualTo(array(dtype, Shape.of(3, 2), 1, 2, 3, 4, 5, 6));
        assertThat(apply(new Movement.Transpose(List.of(1, 0)), x))
                .isEqualTo(array(dtype, Shape.of(3, 2), 1, 4, 2, 5, 3, 6));
        assertThat(apply(new Movement.Broadcast(Shape.of(2, 2, 3)), x))
                .isEqualTo(array(dtype, Shape.of(2, 2, 3), 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6));
        assertThat(apply(new Movement.Slice(List.of(1, 0), List.of(2, 3), List.of(1, 2)), x))
                .isEqualTo(array(dtype, Shape.of(1, 2), 4, 6));
        assertThat(apply(new Movement.Concat(1), x, x))
                .isEqualTo(array(dtype, Shape.of(2, 6), 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6));
        assertThat(apply(new Movement.Reverse(List.of(0, 1)), x))
                .isEqualTo(array(dtype, Shape.of(2, 3), 6, 5, 4, 3, 2, 1));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOL")
    void pad(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 2), 1, 2, 3, 4);
        assertThat(apply(new Movement.Pad(List.of(1, 0), List.of(0, 2), List.of(0, 0), 9), x))
                .isEqualTo(array(dtype, Shape.of(3, 4), 9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9));
        assertThat(apply(new Movement.Pad(List.of(0, 1), List.of(1, 0), List.of(1, 2), 7), x))
                .isEqualTo(array(dtype, Shape.of(4, 5), 7, 1, 7, 7, 2, 7, 7, 7, 7, 7, 7, 3, 7, 7, 4, 7, 7, 7, 7, 7));
        HostArray empty = array(dtype, Shape.of(1, 0));
        assertThat(apply(new Movement.Pad(List.of(1, 0), List.of(0, 0), List.of(0, 0), 7), empty))
                .isEqualTo(array(dtype, Shape.of(2, 0)));
        assertThat(apply(new Movement.Pad(List.of(0, 1), List.of(0, 1), List.of(0, 0), 7), empty))
                .isEqualTo(array(dtype, Shape.of(1, 2), 7, 7));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOL")
    void reduction(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 3), 1, -2, 3, 4, 5, -6);
        assertThat(apply(new Reduction.ReduceSum(List.of(0)), x)).isEqualTo(array(dtype, Shape.of(3), 5, 3, -3));
        assertThat(apply(new Reduction.ReduceSum(List.of(0, 1)), x)).isEqualTo(array(dtype, Shape.scalar(), 5));
        assertThat(apply(new Reduction.ReduceSum(List.of()), x)).isEqualTo(x);
        assertThat(apply(new Reduction.ReduceMax(List.of(1)), x)).isEqualTo(array(dtype, Shape.of(2), 3, 5));
        assertThat(apply(new Reduction.ReduceMax(List.of(0, 1)), x)).isEqualTo(array(dtype, Shape.scalar(), 5));
        assertThat(apply(new Reduction.ReduceMax(List.of()), x)).isEqualTo(x);
        assertThat(apply(new Reduction.ReduceSum(List.of(0)), array(dtype, Shape.of(0, 2))))
                .isEqualTo(array(dtype, Shape.of(2), 0, 0));
    }

    @ParameterizedTest
    @MethodSource("floating")
    void matmulWithEitherSideTransposed(DType dtype) {
        HostArray a = array(dtype, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        HostArray at = array(dtype, Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
        HostArray b = array(dtype, Shape.of(3, 2), 7, 8, 9, 10, 11, 12);
        HostArray bt = array(dtype, Shape.of(2, 3), 7, 9, 11, 8, 10, 12);
        HostArray expected = array(dtype, Shape.of(2, 2), 58, 64, 139, 154);
        for (int batch = 0; batch < 3; batch++) {
            int[] lead = new int[batch];
            Arrays.fill(lead, 1);
            HostArray target = expected.reshape(with(lead, expected.shape()));
            for (boolean left : List.of(false, true)) {
                for (boolean right : List.of(false, true)) {
                    HostArray x = left ? at : a;
                    HostArray y = right ? bt : b;
                    assertThat(apply(
                                    new Contraction.Matmul(left, right),
                                    x.reshape(with(lead, x.shape())),
                                    y.reshape(with(lead, y.shape()))))
                            .isEqualTo(target);
                }
            }
        }
        HostArray nothing =
                apply(new Contraction.Matmul(false, false), array(dtype, Shape.of(2, 0)), array(dtype, Shape.of(0, 1)));
        assertThat(nothing).isEqualTo(array(dtype, Shape.of(2, 1), 0, 0));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOL")
    void argSortKeepsTheOrderOfEquals(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 4), 3, 1, 3, 0, 5, 5, 5, 4);
        assertThat(apply(new Indexing.ArgSort(1), x))
                .isEqualTo(HostArray.of(Shape.of(2, 4), 3L, 1L, 0L, 2L, 3L, 0L, 1L, 2L));
        assertThat(apply(new Indexing.ArgSort(0), x))
                .isEqualTo(HostArray.of(Shape.of(2, 4), 0L, 0L, 0L, 0L, 1L, 1L, 1L, 1L));
    }

    @ParameterizedTest
    @EnumSource
    void takeAlong(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        HostArray positions = HostArray.of(Shape.of(2, 2), 2L, 0L, 1L, 1L);
        assertThat(apply(new Indexing.TakeAlong(1), x, positions)).isEqualTo(array(dtype, Shape.of(2, 2), 3, 1, 5, 5));
    }

    @ParameterizedTest
    @MethodSource("floating")
    void scatterAddAlongSumsWhatMeets(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 2), 1, 2, 3, 4);
        HostArray positions = HostArray.of(Shape.of(2, 2), 2L, 0L, 1L, 1L);
        assertThat(apply(new Indexing.ScatterAddAlong(1, 3), x, positions))
                .isEqualTo(array(dtype, Shape.of(2, 3), 2, 0, 1, 0, 7, 0));
    }

    @ParameterizedTest
    @EnumSource
    void sources(DType dtype) {
        HostArray value = array(dtype, Shape.of(2, 2), 1, 0, 1, 1);
        assertThat(evaluate(List.of(), Tensor.constant(value))).isEqualTo(value);
        assertThat(apply(new Movement.Reshape(value.shape()), value)).isEqualTo(value);
        Tensor unused = Tensor.input("unused", value.type());
        assertThat(evaluate(List.of(unused), unused, value)).isEqualTo(value);
        if (dtype != DType.BOOL) {
            TensorType type = new TensorType(dtype, Shape.of(2, 3));
            assertThat(evaluate(List.of(), Tensor.of(new Source.Iota(type, 1), List.of())))
                    .isEqualTo(array(dtype, Shape.of(2, 3), 0, 1, 2, 0, 1, 2));
            assertThat(evaluate(List.of(), Tensor.of(new Source.Iota(type, 0), List.of())))
                    .isEqualTo(array(dtype, Shape.of(2, 3), 0, 0, 0, 1, 1, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void emptyAndScalarTensors(DType dtype) {
        HostArray empty = array(dtype, Shape.of(0, 3));
        HostArray scalar = array(dtype, Shape.scalar(), 1);
        assertThat(apply(new Movement.Concat(0), empty, empty)).isEqualTo(empty);
        assertThat(apply(new Movement.Transpose(List.of(1, 0)), empty)).isEqualTo(array(dtype, Shape.of(3, 0)));
        assertThat(apply(new Movement.Broadcast(Shape.of(1, 2)), scalar)).isEqualTo(array(dtype, Shape.of(1, 2), 1, 1));
        assertThat(apply(new Movement.Transpose(List.of()), scalar)).isEqualTo(scalar);
        assertThat(apply(new Movement.Slice(List.of(), List.of(), List.of()), scalar))
                .isEqualTo(scalar);
    }

    @Test
    void wholeNumbersOf64BitsKeepEveryDigit() {
        HostArray large = HostArray.of(Shape.of(1), Long.MAX_VALUE - 1);
        Tensor input = Tensor.input("x", large.type());
        Tensor one = Tensor.constant(HostArray.of(Shape.of(1), 1L));
        Tensor most = Tensor.constant(HostArray.of(Shape.of(1), Long.MAX_VALUE));
        assertThat(evaluate(List.of(input), input.add(one), large))
                .isEqualTo(HostArray.of(Shape.of(1), Long.MAX_VALUE));
        assertThat(evaluate(List.of(input), input.sub(most), large)).isEqualTo(HostArray.of(Shape.of(1), -1L));
    }

    private static Shape with(int[] lead, Shape matrix) {
        int[] dims = Arrays.copyOf(lead, lead.length + 2);
        dims[lead.length] = matrix.dim(0);
        dims[lead.length + 1] = matrix.dim(1);
        return Shape.of(dims);
    }

    private static HostArray pairwise(Binary primitive, HostArray x, HostArray y) {
        double[] expected = new double[x.size()];
        Arrays.setAll(expected, i -> primitive.apply(x.get(i), y.get(i)));
        return array(x.dtype(), x.shape(), expected);
    }

    private static void assertClose(HostArray actual, HostArray expected, DType dtype) {
        assertThat(actual.type()).isEqualTo(expected.type());
        double precision = dtype == DType.F32 ? 1e-6 : 1e-14;
        for (int i = 0; i < expected.size(); i++) {
            double value = expected.get(i);
            if (Double.isFinite(value)) {
                assertThat(actual.get(i))
                        .as("element %d", i)
                        .isCloseTo(value, within(precision * (Math.abs(value) + 1e-3)));
            } else {
                assertThat(actual.get(i)).as("element %d", i).isEqualTo(value);
            }
        }
    }
}
