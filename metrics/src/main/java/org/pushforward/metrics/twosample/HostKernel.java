package org.pushforward.metrics.twosample;

import java.util.Arrays;
import org.pushforward.metrics.HostMemory;

/** A kernel whose values for all pairs are kept in the memory of the host. */
final class HostKernel implements PairKernel {
    private static final int MOST = 64;

    /** The kernel of each pair of different points, as the rows of a lower triangle. */
    private final float[][] values;

    HostKernel(KernelTest.Kernel kernel, double[][] points) {
        int count = points.length;
        HostMemory.require(4.0 * count * (count - 1.0), "the kernel of " + count + " points");
        values = new float[count][];
        for (int i = 0; i < count; i++) {
            values[i] = new float[i];
            for (int j = 0; j < i; j++) {
                values[i][j] = (float) distance(points[i], points[j]);
            }
        }
        float median = kernel == KernelTest.Kernel.GAUSSIAN ? median(values) : 1;
        for (float[] row : values) {
            for (int j = 0; j < row.length; j++) {
                row[j] = kernel == KernelTest.Kernel.ENERGY
                        ? -row[j]
                        : (float) Math.exp(-0.5 * (row[j] / median) * (row[j] / median));
            }
        }
    }

    private static float median(float[][] rows) {
        int count = rows.length * (rows.length - 1) / 2;
        float[] all = new float[count];
        int position = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, position, row.length);
            position += row.length;
        }
        Arrays.sort(all);
        // If most pairs coincide, any positive length will do.
        return all[count / 2] > 0 ? all[count / 2] : Math.max(all[count - 1], Float.MIN_NORMAL);
    }

    static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public LabelingSums sums(double[] labels, int count) {
        LabelingSums sums = new LabelingSums(labels, count, 1);
        double[] ofFirst = new double[count];
        for (int i = 0; i < values.length; i++) {
            Arrays.fill(ofFirst, 0);
            double all = 0;
            for (int j = 0; j < i; j++) {
                double value = values[i][j];
                all += value;
                for (int c = 0; c < count; c++) {
                    ofFirst[c] += value * labels[j * count + c];
                }
            }
            sums.add(i, ofFirst, 0, all);
        }
        return sums;
    }

    @Override
    public void close() {}
}
