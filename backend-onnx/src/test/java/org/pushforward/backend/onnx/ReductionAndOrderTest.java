package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pushforward.backend.onnx.OnnxEvaluation.array;
import static org.pushforward.backend.onnx.OnnxEvaluation.assertClose;
import static org.pushforward.backend.onnx.OnnxEvaluation.assertExact;
import static org.pushforward.backend.onnx.OnnxEvaluation.vector;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Reduction;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class ReductionAndOrderTest {
    private static HostArray counted(DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        double[] values =
                IntStream.range(0, shape.size()).mapToDouble(i -> i % 7 - 2).toArray();
        return array(dtype, shape, values);
    }

    static Stream<Arguments> reductions() {
        return Stream.of(DType.F32, DType.F64, DType.I32, DType.I64).flatMap(dtype -> Stream.of(
                        List.<Integer>of(),
                        List.of(0),
                        List.of(1),
                        List.of(2),
                        List.of(0, 1),
                        List.of(0, 2),
                        List.of(1, 2),
                        List.of(0, 1, 2))
                .map(axes -> Arguments.of(dtype, axes)));
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void sumsAndMaximaAgreeWithLoops(DType dtype, List<Integer> axes) {
        HostArray x = counted(dtype, 3, 4, 2);
        int[] kept = IntStream.range(0, 3).filter(i -> !axes.contains(i)).toArray();
        Shape shape = Shape.of(IntStream.of(kept).map(x.shape()::dim).toArray());
        double[] sums = new double[shape.size()];
        double[] maxima = new double[shape.size()];
        java.util.Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < x.size(); i++) {
            int[] position = {i / 8, i / 2 % 4, i % 2};
            int target = 0;
            for (int k = 0; k < kept.length; k++) {
                target += position[kept[k]] * shape.strides()[k];
            }
            sums[target] += x.get(i);
            maxima[target] = Math.max(maxima[target], x.get(i));
        }
        assertExact(OnnxEvaluation.of(new Reduction.ReduceSum(axes), x), array(dtype, shape, sums));
        assertExact(OnnxEvaluation.of(new Reduction.ReduceMax(axes), x), array(dtype, shape, maxima));
    }

    static Stream<Arguments> products() {
        return Stream.of(DType.F32, DType.F64).flatMap(dtype -> Stream.of(false, true)
                .flatMap(left -> Stream.of(false, true).map(right -> Arguments.of(dtype, left, right))));
    }

    @ParameterizedTest
    @MethodSource("products")
    void productsAgreeWithLoops(DType dtype, boolean left, boolean right) {
        for (int batch : new int[] {1, 3}) {
            HostArray a = left ? counted(dtype, batch, 4, 2) : counted(dtype, batch, 2, 4);
            HostArray b = right ? counted(dtype, batch, 5, 4) : counted(dtype, batch, 4, 5);
            double[] expected = new double[batch * 2 * 5];
            for (int n = 0; n < batch; n++) {
                for (int i = 0; i < 2; i++) {
                    for (int j = 0; j < 5; j++) {
                        for (int k = 0; k < 4; k++) {
                            double x = a.get(n * 8 + (left ? k * 2 + i : i * 4 + k));
                            double y = b.get(n * 20 + (right ? j * 4 + k : k * 5 + j));
                            expected[n * 10 + i * 5 + j] += x * y;
                        }
                    }
                }
            }
            HostArray result = array(dtype, Shape.of(batch, 2, 5), expected);
            Contraction.Matmul matmul = new Contraction.Matmul(left, right);
            assertExact(OnnxEvaluation.of(matmul, a, b), result);
            if (batch == 1) {
                HostArray flat = OnnxEvaluation.of(matmul, a.reshape(rows(a)), b.reshape(rows(b)));
                assertExact(flat, result.reshape(Shape.of(2, 5)));
            }
        }
    }

    private static Shape rows(HostArray matrices) {
        return Shape.of(matrices.shape().dim(1), matrices.shape().dim(2));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64", "I32", "I64"})
    void argSortIsStable(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 5), 3, 1, 2, 1, 3, -1, -1, 0, -2, -1);
        HostArray rows = array(DType.I64, Shape.of(2, 5), 1, 3, 2, 0, 4, 3, 0, 1, 4, 2);
        HostArray columns = array(DType.I64, Shape.of(2, 5), 1, 1, 1, 1, 1, 0, 0, 0, 0, 0);
        assertExact(OnnxEvaluation.of(new Indexing.ArgSort(1), x), rows);
        assertExact(OnnxEvaluation.of(new Indexing.ArgSort(0), x), columns);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void argSortOfManyEqualsKeepsTheirOrder(DType dtype) {
        int n = 5000;
        double[] keys = IntStream.range(0, n).mapToDouble(i -> i * 31 % 7).toArray();
        double[] expected = IntStream.range(0, n)
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(i -> keys[i]))
                .mapToDouble(i -> i)
                .toArray();
        assertExact(OnnxEvaluation.of(new Indexing.ArgSort(0), vector(dtype, keys)), vector(DType.I64, expected));
    }

    @ParameterizedTest
    @EnumSource
    void takeAlongPicks(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 3), 1, 0, 3, 4, 5, 0);
        HostArray columns = array(DType.I64, Shape.of(2, 2), 2, 0, 1, 1);
        HostArray rows = array(DType.I64, Shape.of(1, 3), 1, 0, 1);
        assertExact(OnnxEvaluation.of(new Indexing.TakeAlong(1), x, columns), array(dtype, Shape.of(2, 2), 3, 1, 5, 5));
        assertExact(OnnxEvaluation.of(new Indexing.TakeAlong(0), x, rows), array(dtype, Shape.of(1, 3), 4, 0, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void scatterAddAlongSumsDuplicates(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        HostArray columns = array(DType.I64, Shape.of(2, 3), 3, 0, 3, 1, 1, 1);
        HostArray expected = array(dtype, Shape.of(2, 4), 2, 0, 0, 4, 0, 15, 0, 0);
        assertExact(OnnxEvaluation.of(new Indexing.ScatterAddAlong(1, 4), x, columns), expected);
        HostArray rows = array(DType.I64, Shape.of(2, 3), 0, 2, 1, 0, 0, 1);
        HostArray byRow = array(dtype, Shape.of(3, 3), 5, 5, 0, 0, 0, 9, 0, 2, 0);
        assertExact(OnnxEvaluation.of(new Indexing.ScatterAddAlong(0, 3), x, rows), byRow);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void longSumsStayAccurate(DType dtype) {
        HostArray x = counted(dtype, 8197, 3);
        double[] expected = new double[3];
        for (int i = 0; i < x.size(); i++) {
            expected[i % 3] += x.get(i);
        }
        HostArray sums = OnnxEvaluation.of(new Reduction.ReduceSum(List.of(0)), x);
        assertThat(sums.shape()).isEqualTo(Shape.of(3));
        assertClose(sums, expected, 8);
    }
}
