package org.pushforward.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.linalg.Gmres.Product;
import org.pushforward.linalg.covariance.Diagonal;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks GMRES against its definition, and on rows that are already solved. */
class GmresTest {
    /** The condition of the systems is below 100. */
    private static final double CLOSE = 1e-11;

    private final Oracle oracle = new Oracle();

    private double largest(Tensor difference) {
        return Arrays.stream(oracle.evaluate(difference)).map(Math::abs).max().orElse(0);
    }

    private static LinearOperator matrix(int n, Entry entry) {
        double[] values = new double[n * n];
        Arrays.setAll(values, p -> entry.at(p / n, p % n));
        return LinearOperator.dense(HostArray.wrap(Shape.of(n, n), values));
    }

    private interface Entry {
        double at(int i, int j);
    }

    /** Not symmetric, with eigenvalues on both sides of zero. */
    private static LinearOperator indefinite(int n) {
        return matrix(n, (i, j) -> i == j ? (i % 2 == 0 ? 2 : -1.5) : Math.sin(3 * i + 5 * j) / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void asManyIterationsAsUnknownsSolve(int n) {
        LinearOperator operator = indefinite(n);
        Tensor right = oracle.input("b", 2, 3, n);
        for (int iterations : new int[] {n, n + 1, 2 * n}) {
            Tensor solution = new Gmres(iterations, 0).solve(operator, right);
            assertThat(largest(operator.apply(solution).sub(right))).isLessThan(CLOSE);
        }
        if (n > 1) {
            Tensor early = new Gmres(n - 1, 0).solve(operator, right);
            assertThat(largest(operator.apply(early).sub(right))).isGreaterThan(1e-3);
        }
    }

    /** The smallest residual for x in the span of b, A b, .. is orthogonal to A b, A^2 b, ... */
    @Test
    void theResidualIsMinimalOverTheKrylovSpace() {
        LinearOperator operator = indefinite(6);
        Tensor right = oracle.input("b", 4, 6);
        RowVectors rows = RowVectors.of("test", right, Shape.of(6));
        Tensor residual = right.sub(operator.apply(new Gmres(3, 0).solve(operator, right)));
        Tensor power = right;
        for (int k = 0; k < 3; k++) {
            power = operator.apply(power);
            assertThat(largest(rows.dot(residual, power))).isLessThan(CLOSE);
        }
    }

    /** A cyclic shift leaves the first unit vector untouched until the last of n iterations solves the system. */
    @Test
    void aShiftIsSolvedAtTheLastIteration() {
        LinearOperator shift = matrix(5, (i, j) -> i == (j + 1) % 5 ? 1 : 0);
        Tensor right = Tensor.constant(HostArray.of(Shape.of(5), 1.0, 0, 0, 0, 0));
        assertThat(oracle.evaluate(new Gmres(4, 2).solve(shift, right))).containsOnly(0);
        assertThat(oracle.evaluate(new Gmres(5, 0).solve(shift, right))).containsExactly(0, 0, 0, 0, 1);
    }

    @Test
    void restartsReduceTheResidual() {
        LinearOperator operator = matrix(6, (i, j) -> i == j ? 2 + 0.3 * i : Math.sin(3 * i + 5 * j) / 2);
        Tensor right = oracle.input("b", 3, 6);
        double last = largest(right);
        for (int restarts = 0; restarts < 12; restarts += 3) {
            double residual = largest(operator.apply(new Gmres(2, restarts).solve(operator, right))
                    .sub(right));
            assertThat(residual).isLessThan(last / 5);
            last = residual;
        }
        Tensor twice = new Gmres(2, 1).solve(operator, right);
        Tensor once = new Gmres(2, 0).solve(operator, right);
        Tensor rest = new Gmres(2, 0).solve(operator, right.sub(operator.apply(once)));
        assertThat(largest(twice.sub(once.add(rest)))).isLessThan(CLOSE);
    }

    /**
     * One row is zero, one is an eigenvector, one is in the span of two eigenvectors, and the last takes all
     * iterations.
     */
    @Test
    void solvedRowsStaySolved() {
        double[] eigenvalues = {1, -2, 3, 4};
        LinearOperator operator = matrix(4, (i, j) -> i == j ? eigenvalues[i] : 0);
        Tensor mask = Tensor.constant(HostArray.of(Shape.of(4, 4), 0.0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1));
        Tensor right = oracle.input("b", 4, 4).mul(mask);
        Tensor expected = right.div(Tensor.constant(HostArray.of(Shape.of(4), eigenvalues)));
        for (int iterations : new int[] {4, 6}) {
            Tensor solution = new Gmres(iterations, 1).solve(operator, right);
            assertThat(largest(solution.sub(expected))).isLessThan(1e-13);
        }
        oracle.checkSlopes(new Gmres(2, 1).solve(operator, right));
        oracle.checkSlopes(new Gmres(4, 0).solve(operator, right));
    }

    @Test
    void imagesOfTheBasisSumToTheImageOfTheSolution() {
        LinearOperator factor = LinearOperator.dense(HostArray.of(Shape.of(3, 2), 1.0, 0.5, -1, 2, 0.3, 0.7));
        Diagonal noise = Diagonal.of(HostArray.of(Shape.of(3), 0.5, 1, 2));
        Tensor right = oracle.input("b", 4, 3);
        LinearOperator whole = factor.transpose().then(factor).plus(noise);
        for (int restarts = 0; restarts < 3; restarts++) {
            Gmres solver = new Gmres(3 - restarts, restarts);
            Tensor along = solver.solve(
                    Shape.of(3),
                    p -> {
                        Tensor pulled = factor.adjoint(p);
                        return new Product(factor.apply(pulled).add(noise.apply(p)), pulled);
                    },
                    right);
            assertThat(along.shape()).isEqualTo(Shape.of(4, 2));
            assertThat(largest(along.sub(factor.adjoint(solver.solve(whole, right)))))
                    .isLessThan(1e-13);
        }
    }

    /** The residual must not grow, although the system is neither symmetric nor definite: conjugate gradients diverge here. */
    @Test
    void theResidualNeverGrows() {
        LinearOperator operator =
                matrix(8, (i, j) -> (i == j ? (i < 6 ? 1.0 / (1 + i) : -0.05) : 0) + 0.05 * Math.sin(3 * i + 5 * j));
        Tensor right = oracle.input("b", 5, 8);
        RowVectors rows = RowVectors.of("test", right, Shape.of(8));
        double[] last = oracle.evaluate(rows.dot(right, right));
        for (int iterations = 1; iterations <= 8; iterations++) {
            Tensor left = right.sub(operator.apply(new Gmres(iterations, 0).solve(operator, right)));
            double[] squares = oracle.evaluate(rows.dot(left, left));
            for (int row = 0; row < 5; row++) {
                assertThat(squares[row]).isLessThanOrEqualTo(last[row] * (1 + 1e-12));
            }
            last = squares;
        }
        Tensor diverged = right.sub(operator.apply(new ConjugateGradients(8).solve(operator, right)));
        assertThat(largest(diverged)).isGreaterThan(10 * largest(right));
    }

    @Test
    void noUpdateIsMadeIfNothingReducesTheResidual() {
        LinearOperator nothing = matrix(3, (i, j) -> 0);
        assertThat(largest(new Gmres(2, 1).solve(nothing, oracle.input("b", 2, 3))))
                .isZero();
    }

    @Test
    void anIterationTakesOneProduct() {
        LinearOperator operator = indefinite(4);
        for (int restarts = 0; restarts < 3; restarts++) {
            Tensor solution = new Gmres(3, restarts).solve(operator, oracle.input("b" + restarts, 2, 4));
            assertThat(Topology.sort(List.of(solution)))
                    .filteredOn(node -> node.primitive() instanceof Contraction.Matmul)
                    .hasSize(3 + restarts * 3);
        }
    }

    @Test
    void invalidSystemsAreRefused() {
        LinearOperator wide = LinearOperator.dense(HostArray.of(Shape.of(1, 2), 1.0, 2));
        Tensor right = oracle.input("b", 3, 2);
        assertThatThrownBy(() -> new Gmres(0, 1)).hasMessageContaining("iterations = 0");
        assertThatThrownBy(() -> new Gmres(1, -1)).hasMessageContaining("restarts = -1");
        assertThatThrownBy(() -> new Gmres(1, 0).solve(wide, right)).hasMessageContaining("from [2] to [1]");
        assertThatThrownBy(() -> new Gmres(1, 0).solve(indefinite(3), right))
                .hasMessageContaining("minimal residuals(f64[3, 2])");
    }
}
