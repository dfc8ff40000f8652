package org.pushforward.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.linalg.covariance.Diagonal;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks conjugate gradients against direct solutions, and on rows that are already solved. */
class ConjugateGradientsTest {
    /** The condition of the systems is below 100. */
    private static final double CLOSE = 1e-11;

    private final Oracle oracle = new Oracle();

    private double largest(Tensor difference) {
        return Arrays.stream(oracle.evaluate(difference)).map(Math::abs).max().orElse(0);
    }

    /** e^-|i - j| with 0.5 i added on the diagonal, so that the eigenvalues differ. */
    private static HostArray system(int n) {
        double[] values = new double[n * n];
        for (int p = 0; p < values.length; p++) {
            values[p] = Math.exp(-Math.abs(p / n - p % n)) + (p / n == p % n ? 0.5 * (p / n) : 0);
        }
        return HostArray.wrap(Shape.of(n, n), values);
    }

    /** Returns the solutions for rows [n, d]. */
    private static Tensor direct(HostArray matrix, Tensor right) {
        return Cholesky.of(Tensor.constant(matrix)).solve(right.transpose()).transpose();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void asManyIterationsAsUnknownsSolve(int n) {
        LinearOperator system = LinearOperator.dense(system(n));
        Tensor right = oracle.input("b", 2, 3, n);
        Tensor expected = direct(system(n), right.reshape(6, n)).reshape(2, 3, n);
        for (int iterations : new int[] {n, n + 1, 3 * n}) {
            Tensor actual = new ConjugateGradients(iterations).solve(system, right);
            assertThat(largest(actual.sub(expected))).isLessThan(CLOSE);
        }
        if (n > 1) {
            Tensor early = new ConjugateGradients(n - 1).solve(system, right);
            assertThat(largest(early.sub(expected))).isGreaterThan(1e-3);
        }
    }

    @Test
    void asManyIterationsAsDifferentEigenvaluesSolve() {
        Diagonal three = Diagonal.of(HostArray.of(Shape.of(2, 3), 1.0, 4, 1, 4, 9, 1));
        Tensor right = oracle.input("b", 2, 2, 3);
        Tensor expected = three.inverse().apply(right);
        assertThat(largest(new ConjugateGradients(3).solve(three, right).sub(expected)))
                .isLessThan(CLOSE);
        assertThat(largest(new ConjugateGradients(2).solve(three, right).sub(expected)))
                .isGreaterThan(1e-3);
    }

    @Test
    void oneIterationIsTheSteepestDescent() {
        double[] b = {0.5, -1, 2};
        double[] s = system(3).toDoubles();
        double curvature = 0;
        for (int i = 0; i < 9; i++) {
            curvature += b[i / 3] * s[i] * b[i % 3];
        }
        double step = (0.25 + 1 + 4) / curvature;
        Tensor right = Tensor.constant(HostArray.of(Shape.of(3), b));
        assertThat(oracle.evaluate(new ConjugateGradients(1).solve(LinearOperator.dense(system(3)), right)))
                .containsExactly(new double[] {step * 0.5, -step, step * 2}, within(1e-15));
    }

    /** One row is zero and one is an eigenvector. Their divisions by zero must not show, not even in derivatives. */
    @Test
    void solvedRowsStaySolved() {
        Diagonal system = Diagonal.of(HostArray.of(Shape.of(4), 1.0, 2, 3, 4));
        Tensor mask = Tensor.constant(HostArray.of(Shape.of(3, 4), 0.0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1));
        Tensor right = oracle.input("b", 3, 4).mul(mask);
        Tensor solution = new ConjugateGradients(6).solve(system, right);
        assertThat(largest(solution.sub(system.inverse().apply(right)))).isLessThan(1e-14);
        oracle.checkSlopes(new ConjugateGradients(3).solve(system, right));
        oracle.checkSlopes(solution);
    }

    @Test
    void anIterationTakesOneProduct() {
        LinearOperator system = LinearOperator.dense(system(4));
        for (int iterations = 1; iterations < 4; iterations++) {
            Tensor solution = new ConjugateGradients(iterations).solve(system, oracle.input("b" + iterations, 2, 4));
            assertThat(Topology.sort(List.of(solution)))
                    .filteredOn(node -> node.primitive() instanceof Contraction.Matmul)
                    .hasSize(iterations);
        }
    }

    @Test
    void invalidSystemsAreRefused() {
        LinearOperator wide = LinearOperator.dense(HostArray.of(Shape.of(1, 2), 1.0, 2));
        Tensor right = oracle.input("b", 3, 2);
        assertThatThrownBy(() -> new ConjugateGradients(0)).hasMessageContaining("iterations = 0");
        assertThatThrownBy(() -> new ConjugateGradients(1).solve(wide, right)).hasMessageContaining("from [2] to [1]");
        assertThatThrownBy(() -> new ConjugateGradients(1).solve(LinearOperator.identity(Shape.of(3)), right))
                .hasMessageContaining("conjugate gradients(f64[3, 2])");
    }
}
