package org.pushforward.backend.reference;

import java.util.Arrays;
import java.util.List;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** The reference evaluation of reductions and matrix products. */
final class ReductionRules {
    private ReductionRules() {}

    static Value reduceSum(Reduction.ReduceSum p, Tensor node, List<Value> x) {
        int[] targets = Layout.reduced(node.operands().get(0).shape(), p.axes());
        if (x.get(0) instanceof Value.Integers) {
            long[] a = x.get(0).integers();
            long[] sums = new long[node.shape().size()];
            for (int i = 0; i < a.length; i++) {
                sums[targets[i]] += a[i];
            }
            return Value.integers(node.dtype(), sums.length, i -> sums[i]);
        }
        double[] a = x.get(0).reals();
        double[] sums = new double[node.shape().size()];
        for (int i = 0; i < a.length; i++) {
            sums[targets[i]] += a[i];
        }
        return new Value.Reals(sums);
    }

    static Value reduceMax(Reduction.ReduceMax p, Tensor node, List<Value> x) {
        int[] targets = Layout.reduced(node.operands().get(0).shape(), p.axes());
        if (x.get(0) instanceof Value.Integers) {
            long[] a = x.get(0).integers();
            long[] largest = new long[node.shape().size()];
            Arrays.fill(largest, Long.MIN_VALUE);
            for (int i = 0; i < a.length; i++) {
                largest[targets[i]] = Math.max(largest[targets[i]], a[i]);
            }
            return new Value.Integers(largest);
        }
        double[] a = x.get(0).reals();
        double[] largest = new double[node.shape().size()];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < a.length; i++) {
            largest[targets[i]] = Math.max(largest[targets[i]], a[i]);
        }
        return new Value.Reals(largest);
    }

    static Value matmul(Contraction.Matmul p, Tensor node, List<Value> x) {
        Shape left = node.operands().get(0).shape();
        int rows = node.shape().dim(-2);
        int columns = node.shape().dim(-1);
        int inner = left.dim(p.transposeLeft() ? -2 : -1);
        double[] a = p.transposeLeft()
                ? exchanged(x.get(0).reals(), inner, rows)
                : x.get(0).reals();
        double[] b = p.transposeRight()
                ? exchanged(x.get(1).reals(), columns, inner)
                : x.get(1).reals();
        double[] y = new double[node.shape().size()];
        int batches = rows * columns == 0 ? 0 : y.length / (rows * columns);
        for (int i = 0; i < batches * rows; i++) {
            int product = i / rows * inner * columns;
            for (int k = 0; k < inner; k++) {
                double factor = a[i * inner + k];
                for (int j = 0; j < columns; j++) {
                    y[i * columns + j] += factor * b[product + k * columns + j];
                }
            }
        }
        return new Value.Reals(y);
    }

    /** Returns a batch of matrices, transposed. */
    private static double[] exchanged(double[] a, int rows, int columns) {
        double[] result = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            int matrix = i / (rows * columns);
            int row = i / columns % rows;
            result[matrix * rows * columns + i % columns * rows + row] = a[i];
        }
        return result;
    }
}
