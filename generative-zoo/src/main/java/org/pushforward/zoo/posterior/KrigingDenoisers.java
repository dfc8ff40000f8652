package org.pushforward.zoo.posterior;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.ConjugateGradients;
import org.pushforward.linalg.LinearOperator;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.covariance.Correlation;
import org.pushforward.zoo.field.covariance.Matern;

/**
 * The exact denoisers of Gaussian fields with a few known covariances, given gauges, in standard units.
 *
 * <p>Each covariance C is the product of a correlation along rows and one along columns, plus a nugget, so the eigenvectors of two small
 * matrices diagonalize it. A noisy field x alone has the posterior mean u and covariance P, and gauges y at cells A with noise T shift the
 * mean by kriging:
 *
 * <pre>
 * u = C (C + sigma^2)^-1 x,   P = sigma^2 C (C + sigma^2)^-1
 * E[x_0 | x, y] = u + P A^T (A P A^T + T)^-1 (y - A u)
 * </pre>
 *
 * <p>Conjugate gradients solve the last system. A few iterations leave out what the gauges hardly determine.
 *
 * <p>Matheron, <i>Principles of geostatistics</i>, 1963; Saatci, <i>Scalable inference for structured Gaussian process models</i>, 2011.
 */
final class KrigingDenoisers {
    private static final double NUGGET = 0.02;
    private static final List<Separable> COVARIANCES = List.of(
            new Separable(new Matern(0.5), 7, 7),
            new Separable(new Matern(1.5), 2.5, 2.5),
            new Separable(new Matern(1.5), 2.5, 10),
            new Separable(new Matern(1.5), 10, 2.5),
            new Separable(new Matern(2.5), 5, 5),
            new Separable(new Matern(5), 8, 8));
    /** How many there are. */
    static final int COUNT = COVARIANCES.size();

    private static final ConjugateGradients SOLVER = new ConjugateGradients(20);

    /** A correlation whose distance is measured along rows and columns separately, each with its own range in cells. */
    private record Separable(Correlation correlation, double down, double across) {}

    private final Shape grid;
    private final Tensor along;
    private final Tensor down;
    /** The eigenvalues, [covariances, 1, columns, rows]. */
    private final Tensor spectrum;

    /** Makes the denoisers of fields of shape [1, rows, columns]. */
    KrigingDenoisers(Shape event) {
        int rows = event.dim(1);
        int columns = event.dim(2);
        grid = Shape.of(rows, columns);
        float[] first = new float[COUNT * columns * columns];
        float[] second = new float[COUNT * rows * rows];
        float[] values = new float[COUNT * columns * rows];
        for (int k = 0; k < COUNT; k++) {
            Separable each = COVARIANCES.get(k);
            double[] inRow = decompose(each.correlation(), each.across(), columns, first, k);
            double[] inColumn = decompose(each.correlation(), each.down(), rows, second, k);
            for (int j = 0; j < columns; j++) {
                for (int i = 0; i < rows; i++) {
                    values[(k * columns + j) * rows + i] = (float) (inRow[j] * inColumn[i] + NUGGET);
                }
            }
        }
        along = Tensor.constant(HostArray.wrap(Shape.of(COUNT, columns, columns), first));
        down = Tensor.constant(HostArray.wrap(Shape.of(COUNT, rows, rows), second));
        spectrum = Tensor.constant(HostArray.wrap(Shape.of(COUNT, 1, columns, rows), values));
    }

    /** Writes the eigenvectors of a correlation matrix as columns, and returns the eigenvalues. */
    private static double[] decompose(Correlation correlation, double range, int cells, float[] vectors, int number) {
        DMatrixRMaj matrix = new DMatrixRMaj(cells, cells);
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                matrix.set(i, j, correlation.at(Math.abs(i - j) / range));
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> found = DecompositionFactory_DDRM.eig(cells, true, true);
        found.decompose(matrix);
        double[] values = new double[cells];
        for (int k = 0; k < cells; k++) {
            values[k] = Math.max(0, found.getEigenvalue(k).getReal());
            DMatrixRMaj vector = found.getEigenVector(k);
            for (int i = 0; i < cells; i++) {
                vectors[(number * cells + i) * cells + k] = (float) vector.get(i);
            }
        }
        return values;
    }

    /**
     * What the covariances say about fields.
     *
     * @param means the posterior means, [n, covariances, rows, columns]
     * @param fits how well each covariance fits x and the gauges, [n, 2 covariances, 1, 1]
     */
    record Found(Tensor means, Tensor fits) {}

    /**
     * Returns the posterior means.
     *
     * @param x the noisy fields, [n, 1, rows, columns]
     * @param sigma their noise level, [n, 1, 1, 1] or [1, 1, 1, 1]
     * @param observed the values of the gauges, with zeros elsewhere, [n, 1, rows, columns] or [1, 1, rows, columns]
     * @param mask ones at gauges
     * @param noise the variance of the noise of the gauges
     */
    Found of(Tensor x, Tensor sigma, Tensor observed, Tensor mask, Tensor noise) {
        int n = x.dim(0);
        Tensor variance = sigma.square().reshape(1, sigma.dim(0), 1, 1);
        Tensor total = spectrum.add(variance);
        Tensor gain = spectrum.div(total);
        Tensor spectral = forward(each(x).broadcastTo(Shape.of(COUNT, n, grid.dim(0), grid.dim(1))));
        Tensor alone = backward(spectral.mul(gain));
        Tensor posterior = gain.mul(variance);
        Tensor at = each(mask);
        Tensor error = each(noise);
        LinearOperator system = LinearOperator.of(
                grid, grid, p -> at.mul(filtered(p, posterior)).add(error.mul(p)), p -> at.mul(filtered(p, posterior))
                        .add(error.mul(p)));
        Tensor missed = each(observed).sub(at.mul(alone));
        Tensor weights = SOLVER.solve(system, missed);
        Tensor moved = filtered(weights, posterior);
        Tensor fit = spectral.square().div(total).mean(2, 3);
        Tensor gauges = at.sum(2, 3).max(1);
        Tensor fitOfGauges = missed.mul(weights).sum(2, 3).div(gauges);
        Tensor fits = Tensor.concat(0, List.of(fit, fitOfGauges))
                .max(0)
                .log1p()
                .transpose()
                .reshape(n, 2 * COUNT, 1, 1);
        return new Found(alone.add(moved).transpose(1, 0, 2, 3), fits);
    }

    private static Tensor each(Tensor fields) {
        return fields.reshape(1, fields.dim(0), fields.dim(2), fields.dim(3));
    }

    /** Multiplies fields [covariances, n, rows, columns] by a function of the covariance. */
    private Tensor filtered(Tensor fields, Tensor factors) {
        return backward(forward(fields).mul(factors));
    }

    private Tensor forward(Tensor fields) {
        return times(turned(times(fields, along)), down);
    }

    private Tensor backward(Tensor spectral) {
        return times(turned(times(spectral, down.transpose(0, 2, 1))), along.transpose(0, 2, 1));
    }

    private static Tensor turned(Tensor fields) {
        return fields.transpose(0, 1, 3, 2);
    }

    /** Multiplies all rows of the images by a matrix for each covariance. */
    private static Tensor times(Tensor images, Tensor matrices) {
        return images.reshape(COUNT, images.dim(1) * images.dim(2), images.dim(3))
                .matmul(matrices)
                .reshape(images.shape());
    }
}
