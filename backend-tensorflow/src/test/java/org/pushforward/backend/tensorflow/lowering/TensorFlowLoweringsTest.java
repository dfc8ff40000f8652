package org.pushforward.backend.tensorflow.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks every primitive against values computed in Java or by hand. */
final class TensorFlowLoweringsTest {
    private static final double[] NUMBERS = {0.25, -1.5, 3, 0.0, 1e-6, -7.25, 2, -0.5};
    private static final double[] POSITIVE = {0.25, 1.5, 3, 1, 1e-6, 7.25, 2, 0.5};

    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = Backends.open("tensorflow");
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    static Stream<Arguments> unaries() {
        return Stream.of(
                unary("neg", Tensor::neg, x -> -x, NUMBERS),
                unary("abs", Tensor::abs, Math::abs, NUMBERS),
                unary("sign", Tensor::sign, Math::signum, NUMBERS),
                unary("exp", Tensor::exp, Math::exp, NUMBERS),
                unary("log", Tensor::log, Math::log, POSITIVE),
                unary("log1p", Tensor::log1p, Math::log1p, POSITIVE),
                unary("expm1", Tensor::expm1, Math::expm1, NUMBERS),
                unary("sqrt", Tensor::sqrt, Math::sqrt, POSITIVE),
                unary("sin", Tensor::sin, Math::sin, NUMBERS),
                unary("cos", Tensor::cos, Math::cos, NUMBERS),
                unary("tanh", Tensor::tanh, Math::tanh, NUMBERS),
                unary("stop_gradient", Tensor::stopGradient, x -> x, NUMBERS));
    }

    private static Arguments unary(
            String name, UnaryOperator<Tensor> operation, DoubleUnaryOperator expected, double[] operand) {
        return Arguments.of(name, operation, expected, operand);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unaries")
    void unaryFunctionsAgreeWithJava(
            String name, UnaryOperator<Tensor> operation, DoubleUnaryOperator expected, double[] operand) {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            HostArray x = HostArray.of(Shape.of(2, 4), operand).cast(dtype);
            double[] wanted = IntStream.range(0, x.size())
                    .mapToDouble(i -> expected.applyAsDouble(x.get(i)))
                    .toArray();
            assertClose(apply(operation, x), wanted, dtype);
        }
    }

    static Stream<Arguments> binaries() {
        double[] other = {2, 0.5, -3, 0.25, 1, 1.5, 2, -2};
        return Stream.of(
                binary("add", Tensor::add, Double::sum, NUMBERS, other),
                binary("sub", Tensor::sub, (x, y) -> x - y, NUMBERS, other),
                binary("mul", Tensor::mul, (x, y) -> x * y, NUMBERS, other),
                binary("div", Tensor::div, (x, y) -> x / y, NUMBERS, other),
                binary("pow", Tensor::pow, Math::pow, POSITIVE, other),
                binary("max", Tensor::max, Math::max, NUMBERS, other),
                binary("min", Tensor::min, Math::min, NUMBERS, other));
    }

    private static Arguments binary(
            String name, BinaryOperator<Tensor> operation, DoubleBinaryOperator expected, double[] x, double[] y) {
        return Arguments.of(name, operation, expected, x, y);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("binaries")
    void binaryFunctionsAgreeWithJava(
            String name, BinaryOperator<Tensor> operation, DoubleBinaryOperator expected, double[] x, double[] y) {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            HostArray a = HostArray.of(Shape.of(8), x).cast(dtype);
            HostArray b = HostArray.of(Shape.of(8), y).cast(dtype);
            double[] wanted = IntStream.range(0, 8)
                    .mapToDouble(i -> expected.applyAsDouble(a.get(i), b.get(i)))
                    .toArray();
            assertClose(apply(operation, a, b), wanted, dtype);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"I32", "I64"})
    void integersComputeExactly(DType dtype) {
        HostArray a = HostArray.of(Shape.of(4), 7L, -3L, 0L, 2_000_000_000L).cast(dtype);
        HostArray b = HostArray.of(Shape.of(4), 2L, 5L, -4L, 100_000_000L).cast(dtype);
        assertExact(apply(Tensor::add, a, b), 9, 2, -4, 2_100_000_000);
        assertExact(apply(Tensor::sub, a, b), 5, -8, 4, 1_900_000_000);
        assertExact(apply(Tensor::max, a, b), 7, 5, 0, 2_000_000_000);
        assertExact(apply(Tensor::min, a, b), 2, -3, -4, 100_000_000);
        assertExact(apply((x, y) -> x.mul(y), a.rows(0, 3), b.rows(0, 3)), 14, -15, 0);
        assertExact(apply(Tensor::neg, a), -7, 3, 0, -2_000_000_000);
        assertExact(apply(Tensor::abs, a), 7, 3, 0, 2_000_000_000);
        assertExact(apply(Tensor::sign, a), 1, -1, 0, 1);
        assertExact(apply(x -> x.sum(), b.rows(0, 3)), 3);
        assertExact(apply(x -> x.maxOver(), b.rows(0, 3)), 5);
        assertExact(apply(x -> x.argSort(0), a), 1, 2, 0, 3);
        assertExact(apply(x -> x.pad(0, 1, 0, 9), a.rows(0, 2)), 9, 7, -3);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64", "I32", "I64"})
    void comparisonsAndTheirLogic(DType dtype) {
        HostArray a = HostArray.of(Shape.of(3), 1.0, 2, 3).cast(dtype);
        HostArray b = HostArray.of(Shape.of(3), 2.0, 2, 2).cast(dtype);
        assertExact(apply(Tensor::equalTo, a, b), 0, 1, 0);
        assertExact(apply(Tensor::notEqualTo, a, b), 1, 0, 1);
        assertExact(apply(Tensor::less, a, b), 1, 0, 0);
        assertExact(apply(Tensor::lessEqual, a, b), 1, 1, 0);
        assertExact(apply(Tensor::greater, a, b), 0, 0, 1);
        assertExact(apply(Tensor::greaterEqual, a, b), 0, 1, 1);
        assertExact(apply((x, y) -> x.less(y).or(x.greater(y)), a, b), 1, 0, 1);
        assertExact(apply((x, y) -> x.lessEqual(y).and(x.greaterEqual(y)), a, b), 0, 1, 0);
        assertExact(apply((x, y) -> x.less(y).not(), a, b), 0, 1, 1);
        assertExact(apply((x, y) -> x.less(y).where(x, y), a, b), 1, 2, 2);
    }

    @Test
    void comparisonsWithNaNAreFalseExceptInequality() {
        HostArray nan = HostArray.of(Shape.of(1), Float.NaN);
        for (Comparison relation : List.of(
                new Comparison.Equal(),
                new Comparison.Less(),
                new Comparison.LessEqual(),
                new Comparison.Greater(),
                new Comparison.GreaterEqual())) {
            assertExact(apply((x, y) -> Tensor.of(relation, List.of(x, y)), nan, nan), 0);
        }
        assertExact(apply(Tensor::notEqualTo, nan, nan), 1);
    }

    @Test
    void selectsBooleans() {
        HostArray c = HostArray.of(Shape.of(4), true, false, true, false);
        HostArray a = HostArray.of(Shape.of(4), true, true, false, false);
        HostArray b = HostArray.of(Shape.of(4), false, false, true, true);
        assertExact(apply(x -> x.get(0).where(x.get(1), x.get(2)), List.of(c, a, b)), 1, 0, 0, 1);
    }

    @Test
    void castsBetweenAllTypes() {
        for (DType from : DType.values()) {
            HostArray x = HostArray.of(Shape.of(4), 0.0, 1, -2.75, 3.5).cast(from);
            for (DType to : DType.values()) {
                HostArray y = apply(t -> t.cast(to), x);
                assertThat(y).as(from + " to " + to).isEqualTo(x.cast(to));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void movementsOfEveryType(DType dtype) {
        HostArray x = HostArray.of(Shape.of(2, 3), 1.0, 0, 3, 0, 5, 6).cast(dtype);
        UnaryOperator<HostArray> as = y -> y.cast(dtype);
        assertThat(apply(t -> t.reshape(Shape.of(3, 1, 2)), x)).isEqualTo(x.reshape(Shape.of(3, 1, 2)));
        assertThat(apply(Tensor::transpose, x)).isEqualTo(as.apply(HostArray.of(Shape.of(3, 2), 1.0, 0, 0, 5, 3, 6)));
        assertThat(apply(t -> t.slice(1, 1, 3), x)).isEqualTo(as.apply(HostArray.of(Shape.of(2, 2), 0.0, 3, 5, 6)));
        assertThat(apply(t -> t.reverse(1), x)).isEqualTo(as.apply(HostArray.of(Shape.of(2, 3), 3.0, 0, 1, 6, 5, 0)));
        assertThat(apply(t -> t.concat(0, t.slice(0, 0, 1)), x))
                .isEqualTo(as.apply(HostArray.of(Shape.of(3, 3), 1.0, 0, 3, 0, 5, 6, 1, 0, 3)));
        assertThat(apply(t -> t.slice(0, 1, 2).broadcastTo(Shape.of(2, 2, 3)), x))
                .isEqualTo(as.apply(HostArray.of(Shape.of(2, 2, 3), 0.0, 5, 6, 0, 5, 6, 0, 5, 6, 0, 5, 6)));
        Movement.Slice everyOther = new Movement.Slice(List.of(0, 0), List.of(2, 3), List.of(1, 2));
        assertThat(apply(t -> Tensor.of(everyOther, List.of(t)), x))
                .isEqualTo(as.apply(HostArray.of(Shape.of(2, 2), 1.0, 3, 0, 6)));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64", "I32", "I64"})
    void padsBeforeAfterAndBetween(DType dtype) {
        HostArray x = HostArray.of(Shape.of(2, 2), 1.0, 2, 3, 4).cast(dtype);
        Movement.Pad pad = new Movement.Pad(List.of(1, 0), List.of(0, 2), List.of(1, 2), 9);
        assertExact(
                apply(t -> Tensor.of(pad, List.of(t)), x),
                new double[] {9, 9, 9, 9, 9, 9, 1, 9, 9, 2, 9, 9, 9, 9, 9, 9, 9, 9, 3, 9, 9, 4, 9, 9});
    }

    @Test
    void iotaCountsAlongItsAxis() {
        for (DType dtype : List.of(DType.F32, DType.F64, DType.I32, DType.I64)) {
            TensorType type = new TensorType(dtype, Shape.of(2, 3, 2));
            HostArray y = apply(x -> Tensor.iota(type, 1).add(x), HostArray.zeros(type));
            assertExact(y, 0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void reducesSomeAxes(DType dtype) {
        HostArray x =
                HostArray.of(Shape.of(2, 2, 2), 1.0, -2, 3, 4, 5, 6, -7, 8).cast(dtype);
        assertExact(apply(t -> t.sum(), x), 18);
        assertExact(apply(t -> t.sum(0, 2), x), 10, 8);
        assertExact(apply(t -> t.sum(1), x), 4, 2, -2, 14);
        assertExact(apply(t -> t.maxOver(0, 2), x), 6, 8);
        assertExact(apply(t -> t.maxOver(1), x), 3, 4, 5, 8);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void multipliesMatricesAndBatchesOfThem(DType dtype) {
        HostArray a = HostArray.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6).cast(dtype);
        HostArray b = HostArray.of(Shape.of(3, 2), 1.0, 0, -1, 2, 0.5, 1).cast(dtype);
        double[] product = {0.5, 7, 2, 16};
        for (int flags = 0; flags < 4; flags++) {
            boolean left = (flags & 1) != 0;
            boolean right = (flags & 2) != 0;
            Contraction.Matmul matmul = new Contraction.Matmul(left, right);
            BinaryOperator<Tensor> plain =
                    (x, y) -> Tensor.of(matmul, List.of(left ? x.transpose() : x, right ? y.transpose() : y));
            assertExact(apply(plain, a, b), product);
            BinaryOperator<Tensor> batched = (x, y) ->
                    Tensor.of(matmul, List.of(twice(left ? x.transpose() : x), twice(right ? y.transpose() : y)));
            assertExact(apply(batched, a, b), 0.5, 7, 2, 16, 0.5, 7, 2, 16);
        }
    }

    private static Tensor twice(Tensor matrix) {
        return matrix.broadcastTo(Shape.of(2, matrix.dim(0), matrix.dim(1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64", "I32", "I64"})
    void sortsStably(DType dtype) {
        HostArray x = HostArray.of(Shape.of(2, 4), 3.0, 1, 3, 1, 0, -1, 0, -5).cast(dtype);
        assertExact(apply(t -> t.argSort(1), x), 1, 3, 0, 2, 3, 1, 0, 2);
        assertExact(apply(t -> t.argSort(0), x), 1, 1, 1, 1, 0, 0, 0, 0);
        assertExact(apply(t -> t.sort(1), x), 1, 1, 3, 3, -5, -1, 0, 0);
    }

    @Test
    void sortsTheSmallestIntegerFirst() {
        HostArray x = HostArray.of(Shape.of(3), 0L, Long.MIN_VALUE, Long.MAX_VALUE);
        assertExact(apply(t -> t.argSort(0), x), 1, 0, 2);
    }

    @Test
    void equalKeysKeepTheirOrderInLongAxes() {
        float[] keys = new float[5000];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = i * 31 % 7;
        }
        long[] order = IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparing(i -> keys[i]))
                .mapToLong(Integer::longValue)
                .toArray();
        HostArray y = apply(t -> t.argSort(0), HostArray.wrap(Shape.of(keys.length), keys));
        assertThat(y).isEqualTo(HostArray.of(Shape.of(order.length), order));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void takesAndScattersAlongAnAxis(DType dtype) {
        HostArray x = HostArray.of(Shape.of(3, 2), 1.0, 2, 3, 4, 5, 6).cast(dtype);
        HostArray i = HostArray.of(Shape.of(2, 2), 2L, 0L, 2L, 1L);
        assertExact(apply((t, p) -> t.takeAlong(0, p), x, i), 5, 2, 5, 4);
        HostArray u = HostArray.of(Shape.of(2, 2), 1.0, 2, 3, 4).cast(dtype);
        Primitive scatterRows = new Indexing.ScatterAddAlong(0, 3);
        assertExact(apply((t, p) -> Tensor.of(scatterRows, List.of(t, p)), u, i), 0, 2, 0, 4, 4, 0);
        Primitive scatterColumns = new Indexing.ScatterAddAlong(1, 4);
        assertExact(
                apply((t, p) -> Tensor.of(scatterColumns, List.of(t, p)), u, i), new double[] {2, 0, 1, 0, 0, 4, 3, 0});
    }

    @Test
    void repeatsAlternateAxesUpToTheLargestRank() {
        Shape narrow = Shape.of(2, 1, 3, 1, 2, 1, 3, 1);
        Shape wide = Shape.of(2, 2, 3, 2, 2, 3, 3, 2);
        float[] values = new float[narrow.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        HostArray x = HostArray.wrap(narrow, values);
        double[] wanted = repeated(x, wide);
        assertExact(apply(t -> t.broadcastTo(wide), x), wanted);
        assertExact(apply((t, zero) -> t.add(zero), x, HostArray.zeros(new TensorType(DType.F32, wide))), wanted);
        HostArray never = HostArray.of(Shape.scalar(), false);
        List<HostArray> choice = List.of(never, HostArray.zeros(new TensorType(DType.F32, wide)), x);
        assertExact(apply(t -> t.get(0).where(t.get(1), t.get(2)), choice), wanted);
    }

    private static double[] repeated(HostArray x, Shape target) {
        int[] from = x.shape().strides();
        int[] to = target.strides();
        double[] result = new double[target.size()];
        for (int i = 0; i < result.length; i++) {
            int position = 0;
            for (int axis = 0; axis < to.length; axis++) {
                int coordinate = i / to[axis] % target.dim(axis);
                position += x.shape().dim(axis) == 1 ? 0 : coordinate * from[axis];
            }
            result[i] = x.get(position);
        }
        return result;
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void emptyTensorsGoThrough(DType dtype) {
        HostArray none = HostArray.zeros(new TensorType(dtype, Shape.of(0, 3)));
        HostArray row = HostArray.of(Shape.of(1, 3), 1.0, 2, 3).cast(dtype);
        HostArray square = HostArray.full(new TensorType(dtype, Shape.of(3, 3)), 1);
        assertExact(apply((x, r) -> x.add(r).exp(), none, row));
        assertExact(apply((x, r) -> x.sum(0), none, row), 0, 0, 0);
        assertExact(apply((x, r) -> x.concat(0, r), none, row), 1, 2, 3);
        assertExact(apply((x, w) -> x.matmul(w), none, square));
        assertExact(apply((x, r) -> x.transpose().matmul(x).sum(1), none, row), 0, 0, 0);
        assertExact(apply((x, r) -> x.sort(0), none, row));
        assertExact(apply((x, r) -> x.sort(1), none, row));
        assertExact(apply((x, r) -> x.reverse(1).slice(1, 0, 2).transpose(), none, row));
        assertExact(apply((x, r) -> x.broadcastTo(Shape.of(2, 0, 3)), none, row));
        assertExact(apply((x, r) -> x.pad(0, 1, 1, 4), none, row), 4, 4, 4, 4, 4, 4);
        Primitive spread = new Movement.Pad(List.of(0, 0), List.of(1, 0), List.of(2, 1), 7);
        assertExact(apply((x, r) -> Tensor.of(spread, List.of(x)), none, row), 7, 7, 7, 7, 7);
        Primitive scatter = new Indexing.ScatterAddAlong(0, 2);
        assertExact(apply((x, r) -> Tensor.of(scatter, List.of(x, x.argSort(0))), none, row), 0, 0, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void fusedSigmoidAndItsDerivativesAgreeWithJava(DType dtype) {
        HostArray x = HostArray.of(Shape.of(6), -30.0, -4, -0.5, 0, 2, 9).cast(dtype);
        double[] sigmoid = x.toDoubles();
        double[] first = sigmoid.clone();
        double[] second = sigmoid.clone();
        for (int i = 0; i < sigmoid.length; i++) {
            double s = 1 / (1 + Math.exp(-sigmoid[i]));
            sigmoid[i] = s;
            first[i] = s * (1 - s);
            second[i] = s * (1 - s) * (1 - 2 * s);
        }
        assertNear(apply(Tensor::sigmoid, x), sigmoid);
        UnaryOperator<Tensor> gradient = t -> Gradients.of(t.sigmoid().sum(), t);
        assertNear(apply(gradient, x), first);
        assertNear(apply(t -> Gradients.of(gradient.apply(t).sum(), t), x), second);
        assertNear(apply(t -> t.sigmoid().concat(0, gradient.apply(t)).slice(0, 6, 12), x), first);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void fusedDerivativeOfTanhAgreesWithJava(DType dtype) {
        HostArray x = HostArray.of(Shape.of(5), -3.0, -0.5, 0, 1e-3, 2).cast(dtype);
        double[] expected = x.toDoubles();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (1 - Math.pow(Math.tanh(expected[i]), 2)) * expected[i];
        }
        assertNear(
                apply(
                        t -> Gradients.vjp(List.of(t.tanh()), List.of(t), List.of(t))
                                .get(0),
                        x),
                expected);
    }

    private static void assertNear(HostArray actual, double[] expected) {
        double tolerance = actual.dtype() == DType.F32 ? 5e-7 : 1e-15;
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.get(i)).as("element " + i).isCloseTo(expected[i], Offset.offset(tolerance));
        }
    }

    @Test
    void powersOfZeroAndOfNegativeNumbers() {
        HostArray base = HostArray.of(Shape.of(3), 0f, -2f, -2f);
        HostArray exponent = HostArray.of(Shape.of(3), 0f, 3f, 0.5f);
        assertExact(apply(Tensor::pow, base, exponent), 1, -8, Double.NaN);
    }

    private static HostArray apply(UnaryOperator<Tensor> operation, HostArray x) {
        return apply(operands -> operation.apply(operands.get(0)), List.of(x));
    }

    private static HostArray apply(BinaryOperator<Tensor> operation, HostArray x, HostArray y) {
        return apply(operands -> operation.apply(operands.get(0), operands.get(1)), List.of(x, y));
    }

    private static HostArray apply(Function<List<Tensor>, Tensor> operation, List<HostArray> values) {
        List<Tensor> inputs = new ArrayList<>();
        Map<String, HostArray> given = new HashMap<>();
        for (HostArray value : values) {
            String name = "x" + inputs.size();
            inputs.add(Tensor.input(name, value.type()));
            given.put(name, value);
        }
        Graph graph = Graph.builder()
                .inputs(inputs)
                .output("y", operation.apply(inputs))
                .build();
        try (Executable executable = backend.compile(graph)) {
            return executable.run(given).get("y");
        }
    }

    private static void assertExact(HostArray actual, double... expected) {
        assertThat(actual.toDoubles()).containsExactly(expected);
    }

    private static void assertClose(HostArray actual, double[] expected, DType dtype) {
        assertThat(actual.dtype()).isEqualTo(dtype);
        double tolerance = dtype == DType.F32 ? 1e-6 : 1e-14;
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.get(i))
                    .as("element " + i)
                    .isCloseTo(expected[i], Offset.offset(tolerance * Math.max(Math.abs(expected[i]), 1e-6)));
        }
    }
}
