package org.pushforward.zoo.posterior;

import java.util.List;
import java.util.function.UnaryOperator;
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
 * The exact denoisers of Gaussian fields with a few known covariances, given gauges. All numbers are in standard units.
 *
 * <p>A covariance C is the product of a correlation along columns and one along rows, plus a nugget, so the eigenvectors of two small
 * matrices diagonalize it. The noisy field x alone gives the posterior mean u and covariance P. Gauges y at cells A, with noise of
 * covariance T, then move the mean as in kriging:
 *
 * <pre>
 * u = C (C + sigma^2)^-1 x,   P = sigma^2 C (C + sigma^2)^-1
 * E[x_0 | x, y] = u + P A^T w,   w = (A P A^T + T)^-1 (y - A u)
 * </pre>
 *
 * <p>Conjugate gradients find w. Twenty iterations leave out only what a hundred gauges hardly determine.
 *
 * <p>Two numbers say how well a covariance fits: the mean of x^T (C + sigma^2)^-1 x over cells, and that of (y - A u)^T w over gauges.
 * Both are about 1 for the right covariance, and larger for one that is too smooth.
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
    /** The number of covariances. */
    static final int COUNT = COVARIANCES.size();

    private static final ConjugateGradients SOLVER = new ConjugateGradients(20);

    private final Shape grid;
    /** The eigenvectors of the correlations along rows, [covariances, columns, columns]. */
    private final Tensor along;
    /** The eigenvectors of the correlations along columns, [covariances, rows, rows]. */
    private final Tensor down;
    /** The eigenvalues of C, [covariances, 1, columns, rows]. */
    private final Tensor spectrum;

    /**
     * A correlation that is a product.
     *
     * @param down the range along columns, in cells
     * @param across the range along rows, in cells
     */
    private record Separable(Correlation correlation, double down, double across) {}

    /**
     * What the covariances say about fields.
     *
     * @param means the posterior means, [n, covariances, rows, columns]
     * @param fits log(1 + fit) of x and then of the gauges, 0 where there are none, [n, 2 covariances, 1, 1]
     */
    record Found(Tensor means, Tensor fits) {}

    /** Makes the denoisers of fields of shape [1, rows, columns]. */
    KrigingDenoisers(Shape event) {
        int rows = event.dim(1);
        int columns = event.dim(2);
        grid = Shape.of(rows, columns);
        float[] inRows = new float[COUNT * columns * columns];
        float[] inColumns = new float[COUNT * rows * rows];
        float[] values = new float[COUNT * columns * rows];
        for (int k = 0; k < COUNT; k++) {
            Separable each = COVARIANCES.get(k);
            double[] first = decompose(each.correlation(), each.across(), columns, inRows, k);
            double[] second = decompose(each.correlation(), each.down(), rows, inColumns, k);
            for (int j = 0; j < columns; j++) {
                for (int i = 0; i < rows; i++) {
                    values[(k * columns + j) * rows + i] = (float) (first[j] * second[i] + NUGGET);
                }
            }
        }
        along = Tensor.constant(HostArray.wrap(Shape.of(COUNT, columns, columns), inRows));
        down = Tensor.constant(HostArray.wrap(Shape.of(COUNT, rows, rows), inColumns));
        spectrum = Tensor.constant(HostArray.wrap(Shape.of(COUNT, 1, columns, rows), values));
    }

    /** Writes the eigenvectors of a correlation matrix as the columns of matrix k, and returns the eigenvalues. */
    private static double[] decompose(Correlation correlation, double range, int cells, float[] matrices, int k) {
        DMatrixRMaj matrix = new DMatrixRMaj(cells, cells);
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                matrix.set(i, j, correlation.at(Math.abs(i - j) / range));
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> found = DecompositionFactory_DDRM.eig(cells, true, true);
        found.decompose(matrix);
        double[] values = new double[cells];
        for (int j = 0; j < cells; j++) {
            values[j] = found.getEigenvalue(j).getReal();
            DMatrixRMaj vector = found.getEigenVector(j);
            for (int i = 0; i < cells; i++) {
                matrices[(k * cells + i) * cells + j] = (float) vector.get(i);
            }
        }
        return values;
    }

    /**
     * Returns what the noisy fields alone say.
     *
     * @param x the noisy fields, [n, 1, rows, columns]
     * @param sigma their noise level, [n, 1, 1, 1] or [1, 1, 1, 1]
     */
    Found alone(Tensor x, Tensor sigma) {
        Smoothed smoothed = smooth(x, sigma);
        return found(smoothed.mean(), smoothed.fit(), smoothed.fit().zerosLike());
    }

    /**
     * Returns what the noisy fields and gauges say.
     *
     * @param x the noisy fields, [n, 1, rows, columns]
     * @param sigma their noise level, [n, 1, 1, 1] or [1, 1, 1, 1]
     * @param observed the values of the gauges, with zeros elsewhere, [n, 1, rows, columns] or [1, 1, rows, columns]
     * @param mask ones at gauges, and zeros elsewhere
     * @param noise the variance of the noise of the gauges, with zeros elsewhere
     */
    Found given(Tensor x, Tensor sigma, Tensor observed, Tensor mask, Tensor noise) {
        Smoothed smoothed = smooth(x, sigma);
        Tensor at = images(mask);
        Tensor error = images(noise);
        UnaryOperator<Tensor> covariance =
                p -> at.mul(filtered(p, smoothed.covariance())).add(error.mul(p));
        Tensor missed = images(observed).sub(at.mul(smoothed.mean()));
        Tensor weights = SOLVER.solve(LinearOperator.of(grid, grid, covariance, covariance), missed);
        Tensor fit = missed.mul(weights).sum(2, 3).div(at.sum(2, 3).max(1));
        return found(smoothed.mean().add(filtered(weights, smoothed.covariance())), smoothed.fit(), fit);
    }

    private static Found found(Tensor means, Tensor fit, Tensor fitOfGauges) {
        // A quadratic form of a few gauges may be a rounding error below 0.
        Tensor fits = Tensor.concat(0, List.of(fit, fitOfGauges)).max(0).log1p();
        return new Found(means.transpose(1, 0, 2, 3), fits.transpose().reshape(means.dim(1), 2 * COUNT, 1, 1));
    }

    /**
     * The posterior of a noisy field.
     *
     * @param mean u
     * @param covariance the eigenvalues of P
     * @param fit that of x, [covariances, n]
     */
    private record Smoothed(Tensor mean, Tensor covariance, Tensor fit) {}

    private Smoothed smooth(Tensor x, Tensor sigma) {
        Tensor variance = sigma.square().reshape(1, sigma.dim(0), 1, 1);
        Tensor total = spectrum.add(variance);
        Tensor gain = spectrum.div(total);
        Tensor spectral = forward(images(x).broadcastTo(Shape.of(COUNT, x.dim(0), grid.dim(0), grid.dim(1))));
        return new Smoothed(
                backward(spectral.mul(gain)),
                gain.mul(variance),
                spectral.square().div(total).mean(2, 3));
    }

    private static Tensor images(Tensor fields) {
        return fields.reshape(1, fields.dim(0), fields.dim(2), fields.dim(3));
    }

    /** Multiplies fields by the matrices with the eigenvectors of the covariances and other eigenvalues. */
    private Tensor filtered(Tensor fields, Tensor eigenvalues) {
        return backward(forward(fields).mul(eigenvalues));
    }

    /** Returns the coefficients of fields [covariances, n, rows, columns], as [covariances, n, columns, rows]. */
    private Tensor forward(Tensor fields) {
        return times(times(fields, along).transpose(), down);
    }

    private Tensor backward(Tensor coefficients) {
        return times(times(coefficients, down.transpose()).transpose(), along.transpose());
    }

    /** Multiplies all rows of the images by the matrix of each covariance. */
    private static Tensor times(Tensor images, Tensor matrices) {
        return images.reshape(COUNT, images.dim(1) * images.dim(2), images.dim(3))
                .matmul(matrices)
                .reshape(images.shape());
    }
}
