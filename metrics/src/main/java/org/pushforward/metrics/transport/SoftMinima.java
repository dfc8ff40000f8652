package org.pushforward.metrics.transport;

import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The soft minima of squared distances c with potentials f of the rows and g of the columns:
 *
 * <pre>
 * of row i      -epsilon log mean_j exp((g_j - c_ij) / epsilon)
 * of column j   -epsilon log mean_i exp((f_i - c_ij) / epsilon)
 * </pre>
 *
 * <p>The exponentials K_ij = exp((a_i + b_j - c_ij) / epsilon) are kept for potentials a and b near f and g. Minima then are products of K
 * with exp((f - a) / epsilon) or exp((g - b) / epsilon), which take a tenth of the time of n m exponentials. K is computed anew when a
 * potential has moved by more than 100 epsilon. A sum that is too small or too large for float64 is computed with logarithms.
 *
 * <p>Schmitzer, <i>Stabilized sparse scaling algorithms for entropy regularized transport problems</i>, 2019.
 */
final class SoftMinima {
    /** How far a potential may move from that of the kernel, in units of epsilon. */
    private static final double REACH = 100;

    /**
     * Sums in this range are accurate: a lost term is below 1e-308 exp(100), which is nothing beside them, and the largest term does not
     * overflow.
     */
    private static final double SMALLEST = 1e-200;

    private static final double LARGEST = 1e200;

    /** Sums over rows are added in this many parts, whatever the number of threads, so that the result does not depend on it. */
    private static final int PARTS = 16;

    /** The squared distance between a point of the rows and one of the columns. */
    interface Cost {
        double at(int i, int j);
    }

    private final Cost cost;
    private final double epsilon;
    private final double[][] kernel;
    private double[] a;
    private double[] b;

    SoftMinima(int rows, int columns, Cost cost, double epsilon) {
        this.cost = cost;
        this.epsilon = epsilon;
        this.kernel = new double[rows][columns];
    }

    static SoftMinima of(SquaredDistances distances, double epsilon) {
        return new SoftMinima(distances.rows(), distances.columns(), distances::at, epsilon);
    }

    /** Returns the soft minima of the rows. */
    double[] ofRows(double[] f, double[] g) {
        prepare(f, g);
        double[] scale = scale(g, b);
        double[] minima = new double[f.length];
        inParallel(f.length, i -> {
            double sum = product(kernel[i], scale);
            minima[i] = isAccurate(sum)
                    ? a[i] - epsilon * Math.log(sum / g.length)
                    : softMinimum(g.length, j -> g[j] - cost.at(i, j));
        });
        return minima;
    }

    /** Returns the soft minima of the columns. */
    double[] ofColumns(double[] f, double[] g) {
        prepare(f, g);
        double[] sums = columnSums(scale(f, a), g.length);
        double[] minima = new double[g.length];
        inParallel(
                g.length,
                j -> minima[j] = isAccurate(sums[j])
                        ? b[j] - epsilon * Math.log(sums[j] / f.length)
                        : softMinimum(f.length, i -> f[i] - cost.at(i, j)));
        return minima;
    }

    private static boolean isAccurate(double sum) {
        return sum > SMALLEST && sum < LARGEST;
    }

    private void prepare(double[] f, double[] g) {
        if (a != null && isNear(f, a) && isNear(g, b)) {
            return;
        }
        a = f.clone();
        b = g.clone();
        inParallel(f.length, i -> {
            double[] row = kernel[i];
            for (int j = 0; j < row.length; j++) {
                row[j] = Math.exp((a[i] + b[j] - cost.at(i, j)) / epsilon);
            }
        });
    }

    private boolean isNear(double[] potential, double[] reference) {
        for (int i = 0; i < potential.length; i++) {
            if (Math.abs(potential[i] - reference[i]) > REACH * epsilon) {
                return false;
            }
        }
        return true;
    }

    private double[] scale(double[] potential, double[] reference) {
        double[] scale = new double[potential.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = Math.exp((potential[i] - reference[i]) / epsilon);
        }
        return scale;
    }

    /** Returns the inner product, in four sums that the processor adds at the same time. */
    private static double product(double[] row, double[] scale) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int whole = row.length / 4 * 4;
        for (int j = 0; j < whole; j += 4) {
            s0 += row[j] * scale[j];
            s1 += row[j + 1] * scale[j + 1];
            s2 += row[j + 2] * scale[j + 2];
            s3 += row[j + 3] * scale[j + 3];
        }
        for (int j = whole; j < row.length; j++) {
            s0 += row[j] * scale[j];
        }
        return s0 + s1 + s2 + s3;
    }

    private double[] columnSums(double[] scale, int columns) {
        double[][] parts = new double[PARTS][columns];
        inParallel(PARTS, part -> {
            double[] sums = parts[part];
            for (int i = part; i < kernel.length; i += PARTS) {
                double[] row = kernel[i];
                for (int j = 0; j < columns; j++) {
                    sums[j] += scale[i] * row[j];
                }
            }
        });
        double[] sums = parts[0];
        for (int part = 1; part < PARTS; part++) {
            for (int j = 0; j < columns; j++) {
                sums[j] += parts[part][j];
            }
        }
        return sums;
    }

    private static void inParallel(int count, IntConsumer part) {
        IntStream.range(0, count).parallel().forEach(part);
    }

    /** Returns -epsilon log mean exp(exponent / epsilon), relative to the largest exponent. */
    private double softMinimum(int count, IntToDoubleFunction exponent) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < count; j++) {
            largest = Math.max(largest, exponent.applyAsDouble(j));
        }
        double sum = 0;
        for (int j = 0; j < count; j++) {
            sum += Math.exp((exponent.applyAsDouble(j) - largest) / epsilon);
        }
        return -largest - epsilon * Math.log(sum / count);
    }
}
