package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Contraction.Matmul;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction.ReduceMax;
import org.pushforward.graph.Reduction.ReduceSum;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of sums, maxima and matrix products. */
public final class ReductionCases {
    private ReductionCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : TestOperands.NUMERIC_TYPES) {
            RandomOperands random = new RandomOperands("reduction " + dtype);
            List<Shape> shapes = TestOperands.EDGE_SHAPES;
            for (int k = 0; k < shapes.size(); k++) {
                Shape shape = shapes.get(k);
                HostArray x = random.uniform(dtype, shape, -9, 9);
                reduced(cases, "case " + k, random.subset(shape.rank()), x);
                reduced(
                        cases,
                        "case " + k + ", all",
                        IntStream.range(0, shape.rank()).boxed().toList(),
                        x);
                reduced(cases, "case " + k + ", none", List.of(), x);
            }
            reduced(cases, "ties", List.of(0), random.whole(dtype, Shape.of(9, 5)));
            reduced(cases, "large", List.of(0), random.uniform(dtype, Shape.of(4097), -9, 9));
            reduced(cases, "rows", List.of(0), random.uniform(dtype, Shape.of(512, 33), -9, 9));
            reduced(cases, "columns", List.of(1), random.uniform(dtype, Shape.of(33, 512), -9, 9));
        }
        for (DType dtype : List.of(DType.I32, DType.I64)) {
            reduced(cases, "extremes", List.of(0), TestOperands.extremes(dtype));
        }
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            double infinite = Double.POSITIVE_INFINITY;
            reduced(cases, "infinity", List.of(0), TestOperands.vector(dtype, 1, infinite, -2));
            reduced(cases, "minus infinity", List.of(0), TestOperands.vector(dtype, -infinite, -infinite));
            RandomOperands random = new RandomOperands("matmul " + dtype);
            for (boolean left : new boolean[] {false, true}) {
                for (boolean right : new boolean[] {false, true}) {
                    products(cases, random, dtype, new Matmul(left, right));
                }
            }
        }
        return cases;
    }

    private static void reduced(List<ConformanceCase> cases, String label, List<Integer> axes, HostArray x) {
        String of = label + ", " + x.shape() + " over " + axes;
        int terms = axes.stream().mapToInt(x.shape()::dim).reduce(1, (a, b) -> a * b);
        cases.add(summed(new ReduceSum(axes), of, terms, x));
        if (axes.stream().allMatch(axis -> x.shape().dim(axis) > 0)) {
            cases.add(ConformanceCase.of(new ReduceMax(axes), of, Tolerance.exact(), x));
        }
    }

    private static void products(List<ConformanceCase> cases, RandomOperands random, DType dtype, Matmul p) {
        for (int[] sizes : new int[][] {
            {1, 1, 1},
            {2, 3, 4},
            {3, 3, 2},
            {4, 1, 3},
            {1, 5, 1},
            {0, 3, 2},
            {2, 0, 3},
            {2, 3, 0},
            {16, 33, 17},
            {3, 257, 5}
        }) {
            product(cases, random, dtype, p, Shape.scalar(), sizes);
        }
        product(cases, random, dtype, p, Shape.of(3), 2, 4, 3);
        product(cases, random, dtype, p, Shape.of(2, 3), 4, 2, 3);
        product(cases, random, dtype, p, Shape.of(0), 4, 2, 3);
        product(cases, random, dtype, p, Shape.of(1, 2, 2), 3, 1, 2);
    }

    private static void product(
            List<ConformanceCase> cases, RandomOperands random, DType dtype, Matmul p, Shape batch, int... nkm) {
        String label = ", case " + cases.size();
        cases.add(product(random, dtype, p, batch, label, nkm));
    }

    /** Returns the product of an n x k matrix and a k x m matrix, or of batches of these. */
    public static ConformanceCase product(
            RandomOperands random, DType dtype, Matmul p, Shape batch, String label, int... nkm) {
        Shape left = p.transposeLeft() ? batched(batch, nkm[1], nkm[0]) : batched(batch, nkm[0], nkm[1]);
        Shape right = p.transposeRight() ? batched(batch, nkm[2], nkm[1]) : batched(batch, nkm[1], nkm[2]);
        String shapes = (p.transposeLeft() ? "transposeLeft, " : "") + (p.transposeRight() ? "transposeRight, " : "")
                + left + " by " + right;
        return summed(
                p, shapes + label, nkm[1], random.uniform(dtype, left, -2, 2), random.uniform(dtype, right, -2, 2));
    }

    private static Shape batched(Shape batch, int rows, int columns) {
        List<Integer> dims = new ArrayList<>(TestOperands.dims(batch));
        dims.addAll(List.of(rows, columns));
        return Shape.of(dims);
    }

    /** Returns a case with the tolerance of sums; the interpreter computes the sum of the absolute terms. */
    public static ConformanceCase summed(Primitive primitive, String label, int terms, HostArray... operands) {
        Graph.Builder graph = Graph.builder();
        List<Tensor> magnitudes = new ArrayList<>();
        for (HostArray operand : operands) {
            Tensor constant = Tensor.constant(operand);
            magnitudes.add(primitive instanceof ReduceSum || operand.dtype().isFloating() ? constant.abs() : constant);
        }
        HostArray sum = ReferenceInterpreter.evaluate(
                        graph.output("y", Tensor.of(primitive, magnitudes)).build(), Map.of())
                .get("y");
        return ConformanceCase.of(primitive, label, Tolerance.sum(terms, sum), operands);
    }
}
