package org.pushforward.zoo.field.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/** C = L L^T for a given L of 11 rows, which is two blocks of four and three more. */
class DenseFactorTest {
    private static final int N = 11;
    private static final int WIDTH = 3;

    private final DMatrixRMaj lower = triangle();
    private final DMatrixRMaj matrix = new DMatrixRMaj(N, N);
    private final DenseFactor factor;

    DenseFactorTest() {
        CommonOps_DDRM.multTransB(lower, lower, matrix);
        factor = DenseFactor.of("a matrix", matrix);
    }

    private static DMatrixRMaj triangle() {
        double[] numbers = RandomKey.of(7).normal(Shape.of(N, N)).toDoubles();
        DMatrixRMaj triangle = new DMatrixRMaj(N, N);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < i; j++) {
                triangle.set(i, j, 0.4 * numbers[i * N + j]);
            }
            triangle.set(i, i, 1.3 + 0.1 * i);
        }
        return triangle;
    }

    private static double[][] rows(int seed) {
        double[] numbers = RandomKey.of(seed).normal(Shape.of(N, WIDTH)).toDoubles();
        double[][] rows = new double[N][WIDTH];
        for (int i = 0; i < N * WIDTH; i++) {
            rows[i / WIDTH][i % WIDTH] = numbers[i];
        }
        return rows;
    }

    @Test
    void theFactorIsTheTriangle() {
        assertThat(factor.lower().data).containsExactly(lower.data, within(1e-13));
        assertThat(factor.size()).isEqualTo(N);
        double log = 0;
        for (int i = 0; i < N; i++) {
            log += 2 * Math.log(1.3 + 0.1 * i);
        }
        assertThat(factor.logDeterminant()).isCloseTo(log, within(1e-12));
    }

    /** Colors by loops; whitening inverts it, for a matrix as for its columns. */
    @Test
    void whiteningInvertsColoring() {
        double[][] rows = rows(8);
        double[][] original = rows(8);
        factor.color(rows, WIDTH);
        for (int k = 0; k < WIDTH; k++) {
            double[] column = new double[N];
            for (int i = 0; i < N; i++) {
                for (int j = 0; j <= i; j++) {
                    column[i] += lower.get(i, j) * original[j][k];
                }
                assertThat(rows[i][k]).isCloseTo(column[i], within(1e-12));
            }
            factor.whiten(column);
            for (int i = 0; i < N; i++) {
                assertThat(column[i]).isCloseTo(original[i][k], within(1e-11));
            }
        }
        factor.whiten(rows, WIDTH);
        for (int i = 0; i < N; i++) {
            assertThat(rows[i]).containsExactly(original[i], within(1e-11));
        }
    }

    /** C (L^-T L^-1 b) = b. */
    @Test
    void spreadingAfterWhiteningSolves() {
        double[] b = RandomKey.of(9).normal(Shape.of(N)).toDoubles();
        double[] x = b.clone();
        factor.whiten(x);
        factor.spread(x);
        DMatrixRMaj inverse = factor.inverse();
        for (int i = 0; i < N; i++) {
            double product = 0;
            double solved = 0;
            for (int j = 0; j < N; j++) {
                product += matrix.get(i, j) * x[j];
                solved += inverse.get(i, j) * b[j];
            }
            assertThat(product).isCloseTo(b[i], within(1e-10));
            assertThat(solved).isCloseTo(x[i], within(1e-10));
        }
    }

    @Test
    void onlyPositiveDefiniteMatricesHaveAFactor() {
        DMatrixRMaj indefinite = new DMatrixRMaj(new double[][] {{1, 2}, {2, 1}});
        assertThat(DenseFactor.tryOf(indefinite)).isEmpty();
        assertThat(DenseFactor.tryOf(new DMatrixRMaj(new double[][] {{1, 1}, {1, 1}})))
                .isEmpty();
        assertThat(DenseFactor.tryOf(new DMatrixRMaj(new double[][] {{Double.NaN}})))
                .isEmpty();
        assertThat(DenseFactor.tryOf(new DMatrixRMaj(new double[][] {{Double.POSITIVE_INFINITY}})))
                .isEmpty();
        assertThat(indefinite.get(1, 0)).as("the matrix is not modified").isEqualTo(2);
        assertThatThrownBy(() -> DenseFactor.of("a matrix", indefinite))
                .isInstanceOf(NotPositiveDefiniteException.class)
                .hasMessageContaining("a matrix is not positive definite");
    }
}
