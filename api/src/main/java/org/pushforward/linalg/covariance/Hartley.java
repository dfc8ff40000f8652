package org.pushforward.linalg.covariance;

import java.util.function.DoubleBinaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The real Fourier modes of a periodic grid of one or two axes. With n cells and the angle a = 2 pi (k i / rows + l j / columns), the
 * transform
 *
 * <pre>
 * z_kl = 1 / sqrt(n) sum_ij (cos(a) + sin(a)) x_ij
 * </pre>
 *
 * <p>is symmetric and its own inverse. In a stationary field, modes of opposite frequency have the same variance, and such a pair spans
 * the same space as the cosine and sine. The modes are therefore the eigenvectors of every stationary covariance, including those that
 * differ between the diagonals of the grid. The transform consists of products with matrices of cosines and sines along each axis.
 *
 * <p>Bracewell, <i>Discrete Hartley transform</i>, 1983.
 */
record Hartley(Shape shape) implements Basis {
    /** Refuses grids of other ranks. */
    Hartley {
        if (shape.rank() < 1 || shape.rank() > 2 || shape.size() == 0) {
            throw new IllegalArgumentException("periodic grid of shape " + shape + ": expected [n] or [rows, columns]");
        }
    }

    private int columns() {
        return shape.dim(-1);
    }

    private int rows() {
        return shape.size() / columns();
    }

    // cos(a + b) + sin(a + b) = cos(a) (cos(b) + sin(b)) + sin(a) (cos(b) - sin(b)), with a along columns and b along
    // rows.

    @Override
    public Tensor analyze(Tensor x) {
        int count =
                RowVectors.of("waves of a periodic grid", x, shape).leading().size();
        Tensor lines = x.reshape(count * rows(), columns());
        if (shape.rank() == 1) {
            return lines.matmul(in(x, sum())).reshape(x.shape());
        }
        Tensor across = lines.matmul(in(x, CommonOps_DDRM.concatColumnsMulti(sum(), difference())));
        Tensor down = across.reshape(count, rows(), 2, columns())
                .transpose(0, 3, 2, 1)
                .reshape(count * columns(), 2 * rows())
                .matmul(in(x, CommonOps_DDRM.concatRowsMulti(cosine(), sine())));
        return down.reshape(count, columns(), rows()).transpose().reshape(x.shape());
    }

    @Override
    public Tensor synthesize(Tensor z) {
        return analyze(z);
    }

    @Override
    public Matrix.KnownMatrix matrix() {
        return new Matrix.KnownMatrix(CommonOps_DDRM.add(
                CommonOps_DDRM.kron(cosine(), sum(), null), CommonOps_DDRM.kron(sine(), difference(), null), null));
    }

    /** Returns z for known numbers. */
    HostArray analyze(HostArray x) {
        DMatrixRMaj grid = new DMatrixRMaj(rows(), columns(), true, x.toDoubles());
        DMatrixRMaj first = CommonOps_DDRM.mult(cosine(), CommonOps_DDRM.mult(grid, sum(), null), null);
        DMatrixRMaj second = CommonOps_DDRM.mult(sine(), CommonOps_DDRM.mult(grid, difference(), null), null);
        return HostArray.of(shape, CommonOps_DDRM.add(first, second, null).getData());
    }

    private DMatrixRMaj cosine() {
        return waves(rows(), (cosine, sine) -> cosine);
    }

    private DMatrixRMaj sine() {
        return waves(rows(), (cosine, sine) -> sine);
    }

    private DMatrixRMaj sum() {
        return waves(columns(), Double::sum);
    }

    private DMatrixRMaj difference() {
        return waves(columns(), (cosine, sine) -> cosine - sine);
    }

    private static DMatrixRMaj waves(int length, DoubleBinaryOperator wave) {
        DMatrixRMaj matrix = new DMatrixRMaj(length, length);
        for (int k = 0; k < length; k++) {
            for (int i = 0; i < length; i++) {
                double angle = 2 * Math.PI * ((long) k * i % length) / length;
                matrix.set(k, i, wave.applyAsDouble(Math.cos(angle), Math.sin(angle)) / Math.sqrt(length));
            }
        }
        return matrix;
    }

    private static Tensor in(Tensor like, DMatrixRMaj matrix) {
        return new Matrix.KnownMatrix(matrix).in(like.dtype());
    }
}
