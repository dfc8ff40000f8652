package org.pushforward.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Checks factorizations and triangular solves on the oracle: factors multiply back, and derivatives match their
 * formulas.
 */
class LinearAlgebraTest {
    /** A matrix with a few dozen rows and a condition number below 1e3 loses at most three digits of float64. */
    private static final double ROUNDING = 1e-12;

    private final Oracle oracle = new Oracle();

    /** A matrix of numbers between -1 and 1, with 2 added on the diagonal. */
    private Tensor dominant(String name, int batch, int n) {
        return oracle.input(name, batch, n, n).add(identity(n).mul(2));
    }

    private static Tensor identity(int n) {
        double[] elements = new double[n * n];
        for (int i = 0; i < n; i++) {
            elements[i * n + i] = 1;
        }
        return Tensor.constant(HostArray.of(Shape.of(n, n), elements));
    }

    private double largest(Tensor difference) {
        return Arrays.stream(oracle.evaluate(difference)).map(Math::abs).max().orElse(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8, 17})
    void theInverseOfATriangleMultipliesBack(int n) {
        Tensor matrix = dominant("a", 2, n);
        Tensor lower = Triangular.lower(matrix);
        Tensor inverse = Triangular.inverse(matrix);
        assertThat(inverse.shape()).isEqualTo(matrix.shape());
        assertThat(largest(inverse.matmul(lower).sub(identity(n)))).isLessThan(ROUNDING);
        assertThat(largest(inverse.sub(Triangular.lower(inverse)))).isZero();
    }

    @Test
    void theInverseTakesFewNodes() {
        Tensor matrix = Tensor.input("a", new TensorType(DType.F64, Shape.of(64, 64)));
        assertThat(Topology.sort(List.of(Triangular.inverse(matrix))).size()).isLessThan(6 * 22 + 20);
    }

    /** Powers of the nilpotent part reach 1e17, so a product of such powers would lose every digit. */
    @Test
    void theInverseNeverCancels() {
        int n = 60;
        Tensor ones = Tensor.full(identity(n).type(), 1);
        Tensor inverse = Triangular.inverse(ones);
        Tensor shifted = identity(n).slice(1, 1, n).pad(1, 0, 1, 0);
        assertThat(largest(inverse.sub(identity(n).sub(shifted)))).isZero();
    }

    @Test
    void onlyOneTriangleIsRead() {
        Tensor poisoned = Tensor.constant(HostArray.of(Shape.of(2, 2), 2.0, Double.NaN, 1.0, 4.0));
        assertThat(oracle.evaluate(Triangular.inverse(poisoned))).containsExactly(0.5, 0, -0.125, 0.25);
        assertThat(oracle.evaluate(Triangular.solve(poisoned, identity(2)))).containsExactly(0.5, 0, -0.125, 0.25);
        assertThat(oracle.evaluate(Triangular.solveUpper(poisoned.reverse(0).reverse(1), identity(2))))
                .containsExactly(0.25, -0.125, 0, 0.5);
    }

    @Test
    void systemsAreSolved() {
        Tensor matrix = dominant("a", 2, 6);
        Tensor right = oracle.input("b", 2, 6, 3);
        Tensor below = Triangular.solve(matrix, right);
        Tensor above = Triangular.solveUpper(matrix, right);
        assertThat(largest(Triangular.lower(matrix).matmul(below).sub(right))).isLessThan(ROUNDING);
        assertThat(largest(Triangular.upper(matrix).matmul(above).sub(right))).isLessThan(ROUNDING);
    }

    @Test
    void solutionsAreDifferentiable() {
        Tensor matrix = dominant("a", 2, 3);
        Tensor right = oracle.input("b", 2, 3, 2);
        oracle.checkSlopes(Triangular.solve(matrix, right));
        oracle.checkSlopes(Triangular.solveUpper(matrix, right));
        oracle.checkSlopes(Triangular.logAbsDeterminant(matrix));
        oracle.checkSlopes(Triangular.determinant(matrix));
    }

    @Test
    void choleskyMultipliesBack() {
        Tensor root = oracle.input("r", 2, 7, 9);
        Tensor matrix = root.matmul(root.transpose());
        Cholesky cholesky = Cholesky.of(matrix);
        Tensor factor = cholesky.factor();
        assertThat(largest(factor.matmul(factor.transpose()).sub(matrix))).isLessThan(ROUNDING);
        assertThat(largest(factor.sub(Triangular.lower(factor)))).isZero();
        Tensor right = oracle.input("b", 2, 7, 2);
        // The condition number is the square of the factor's.
        assertThat(largest(matrix.matmul(cholesky.solve(right)).sub(right))).isLessThan(1e-10);
    }

    @Test
    void choleskyIsDifferentiable() {
        Tensor root = oracle.input("r", 1, 3, 4);
        Tensor matrix = root.matmul(root.transpose());
        oracle.checkSlopes(Cholesky.of(matrix).factor());
        oracle.checkSlopes(Cholesky.of(matrix).solve(oracle.input("b", 1, 3, 1)));
    }

    /** The derivative of log det A along D is the trace of A^-1 D. */
    @Test
    void theDerivativeOfTheDeterminantMatchesItsFormula() {
        Tensor matrix = Tensor.constant(HostArray.of(Shape.of(2, 2), 4.0, 1.0, 1.0, 3.0));
        assertThat(oracle.evaluate(Cholesky.of(matrix).logDeterminant())[0]).isCloseTo(Math.log(11), within(1e-14));
        Tensor scale = oracle.input("t");
        Tensor scaled = matrix.add(identity(2).mul(scale));
        Tensor slope = Gradients.of(Cholesky.of(scaled).logDeterminant(), scale);
        Tensor trace =
                Triangular.diagonal(Cholesky.of(scaled).solve(identity(2))).sum();
        assertThat(oracle.evaluate(slope)[0]).isCloseTo(oracle.evaluate(trace)[0], within(ROUNDING));
    }

    @Test
    void choleskyOfEmptyAndOfNonPositiveMatrices() {
        Tensor none = Tensor.constant(HostArray.of(Shape.of(3, 0, 0), new double[0]));
        assertThat(oracle.array(Cholesky.of(none).factor()).shape()).isEqualTo(none.shape());
        Tensor negative = Tensor.constant(HostArray.of(Shape.of(1, 1), -1.0));
        assertThat(oracle.evaluate(Cholesky.of(negative).factor())).containsExactly(Double.NaN);
    }

    @Test
    void pluIsInvertible() {
        Tensor lower = dominant("l", 1, 4).reshape(4, 4);
        Tensor upper = dominant("u", 1, 4).reshape(4, 4);
        Plu plu = new Plu(List.of(2, 0, 3, 1), lower, upper);
        Tensor right = oracle.input("b", 4, 2);
        assertThat(largest(plu.matrix().matmul(plu.solve(right)).sub(right))).isLessThan(ROUNDING);
        double[] m = oracle.evaluate(plu.matrix());
        assertThat(oracle.evaluate(plu.determinant())[0]).isCloseTo(determinant(m, 4), within(1e-11));
        assertThat(oracle.evaluate(plu.logAbsDeterminant())[0])
                .isCloseTo(Math.log(Math.abs(determinant(m, 4))), within(1e-11));
        oracle.checkSlopes(plu.solve(right));
        oracle.checkSlopes(plu.determinant());
    }

    /** The determinant by expansion along the first row. */
    private static double determinant(double[] m, int n) {
        if (n == 1) {
            return m[0];
        }
        double sum = 0;
        for (int j = 0; j < n; j++) {
            double[] minor = new double[(n - 1) * (n - 1)];
            int next = 0;
            for (int i = n; i < n * n; i++) {
                if (i % n != j) {
                    minor[next++] = m[i];
                }
            }
            sum += (j % 2 == 0 ? 1 : -1) * m[j] * determinant(minor, n - 1);
        }
        return sum;
    }

    @Test
    void shapesAreChecked() {
        Tensor wide = oracle.input("w", 2, 3);
        assertThatThrownBy(() -> Triangular.inverse(wide))
                .hasMessageContaining("triangular_inverse(f64[2, 3])")
                .hasMessageContaining("square");
        assertThatThrownBy(() -> Cholesky.of(wide)).hasMessageContaining("cholesky");
        Tensor square = oracle.input("s", 2, 2);
        assertThatThrownBy(() -> new Plu(List.of(1, 1), square, square)).hasMessageContaining("permutation");
        assertThatThrownBy(() -> new Plu(List.of(0), square, square)).hasMessageContaining("of its length");
    }
}
