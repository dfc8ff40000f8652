package org.pushforward.metrics.transport;

import org.pushforward.metrics.HostMemory;
import org.pushforward.tensor.HostArray;

/** The squared distances between the points of two samples. */
final class SquaredDistances {
    private final double[] x;
    private final double[] y;
    private final int width;

    private SquaredDistances(double[] x, double[] y, int width) {
        this.x = x;
        this.y = y;
        this.width = width;
    }

    /**
     * Returns the distances of two samples, none of which is computed yet. Throws if a value is not finite, the dimensions differ, or a
     * matrix of them does not fit into memory.
     */
    static SquaredDistances of(HostArray first, HostArray second) {
        if (first.shape().rank() != 2
                || second.shape().rank() != 2
                || first.shape().dim(1) != second.shape().dim(1)
                || first.size() == 0
                || second.size() == 0
                || !first.isFinite()
                || !second.isFinite()) {
            throw new IllegalArgumentException("samples of types " + first.type() + " and " + second.type()
                    + ": expected [n, d] and [m, d] of finite numbers, one point or more in each");
        }
        int n = first.shape().dim(0);
        int m = second.shape().dim(0);
        HostMemory.require(8.0 * n * m, "the distances between " + n + " and " + m + " points");
        return new SquaredDistances(
                first.toDoubles(), second.toDoubles(), first.shape().dim(1));
    }

    /** Returns |x_i - y_j|^2 as [n][m]. Throws as {@link #of}. */
    static double[][] between(HostArray first, HostArray second) {
        SquaredDistances distances = of(first, second);
        double[][] matrix = new double[distances.rows()][distances.columns()];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                matrix[i][j] = distances.at(i, j);
            }
        }
        return matrix;
    }

    int rows() {
        return x.length / width;
    }

    int columns() {
        return y.length / width;
    }

    /** Returns |x_i - y_j|^2. */
    double at(int i, int j) {
        double sum = 0;
        for (int k = 0; k < width; k++) {
            double difference = x[i * width + k] - y[j * width + k];
            sum += difference * difference;
        }
        return sum;
    }
}
