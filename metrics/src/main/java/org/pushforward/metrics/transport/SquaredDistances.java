package org.pushforward.metrics.transport;

import org.pushforward.metrics.HostMemory;
import org.pushforward.tensor.HostArray;

/** The squared distances between the points of two samples. */
final class SquaredDistances {
    private SquaredDistances() {}

    /**
     * Returns |x_i - y_j|^2 as [n][m]. Throws if a value is not finite, the dimensions differ, or the result does not fit into
     * memory.
     */
    static double[][] between(HostArray first, HostArray second) {
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
        int width = first.shape().dim(1);
        HostMemory.require(8.0 * n * m, "the distances between " + n + " and " + m + " points");
        double[] x = first.toDoubles();
        double[] y = second.toDoubles();
        double[][] distances = new double[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double sum = 0;
                for (int k = 0; k < width; k++) {
                    double difference = x[i * width + k] - y[j * width + k];
                    sum += difference * difference;
                }
                distances[i][j] = sum;
            }
        }
        return distances;
    }
}
