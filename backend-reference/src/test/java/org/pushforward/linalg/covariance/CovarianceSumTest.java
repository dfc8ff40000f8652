package org.pushforward.linalg.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.TraceException;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks the kind of a sum of covariances, and which sums are refused. */
class CovarianceSumTest {
    private static final Shape SIX = Shape.of(6);

    private final Oracle oracle = new Oracle();

    private static double[][] decaying(double length) {
        return CovarianceCase.matrix(6, (i, j) -> Math.exp(-Math.abs(i - j) / length));
    }

    private static DenseCovariance dense(double length) {
        return DenseCovariance.of(CovarianceCase.array(decaying(length)));
    }

    private static final Isotropic ISOTROPIC = Isotropic.of(SIX, 0.7);
    private static final Isotropic TRACED = Isotropic.of(SIX, Tensor.constant(HostArray.of(Shape.of(2, 1), 0.3, 2.0)));
    private static final Diagonal DIAGONAL = Diagonal.of(HostArray.of(SIX, 1.0, 2, 3, 4, 5, 6));
    private static final DenseCovariance DENSE = dense(2);
    private static final TracedDense TRACED_DENSE =
            TracedDense.of(SIX, Tensor.constant(CovarianceCase.array(decaying(1))));
    private static final LowRankPlusDiagonal FACTOR =
            LowRankPlusDiagonal.of(DIAGONAL, HostArray.of(Shape.of(6, 1), 1.0, -1, 0, 2, 1, 1));
    private static final Circulant CIRCULANT = Circulant.of(HostArray.of(SIX, 1, 0.4, 0.1, 0, 0.1, 0.4));
    private static final BlockDiagonal BLOCKS = BlockDiagonal.of(
            DenseCovariance.of(HostArray.of(Shape.of(2, 2), 1, 0.5, 0.5, 2)), Isotropic.of(Shape.of(4), 3));
    private static final Kronecker KRONECKER =
            Kronecker.of(Isotropic.of(Shape.of(2), 1), Circulant.of(HostArray.of(Shape.of(3), 1, 0.2, 0.2)));

    static Stream<Arguments> sums() {
        return Stream.of(
                Arguments.of(ISOTROPIC, ISOTROPIC, Isotropic.class),
                Arguments.of(ISOTROPIC, TRACED, Isotropic.class),
                Arguments.of(ISOTROPIC, DIAGONAL, Diagonal.class),
                Arguments.of(TRACED, DIAGONAL, Diagonal.class),
                Arguments.of(DIAGONAL, DIAGONAL, Diagonal.class),
                Arguments.of(
                        DIAGONAL, DIAGONAL.scaled(Tensor.constant(HostArray.of(Shape.scalar(), 2.0))), Diagonal.class),
                Arguments.of(ISOTROPIC, DENSE, DenseCovariance.class),
                Arguments.of(TRACED, DENSE, DenseCovariance.class),
                Arguments.of(DENSE, dense(1), DenseCovariance.class),
                Arguments.of(DENSE, DENSE.inverse(), DenseCovariance.class),
                Arguments.of(DIAGONAL, DENSE, DenseCovariance.class),
                Arguments.of(DIAGONAL.plus(TRACED), DENSE, TracedDense.class),
                Arguments.of(dense(3).plus(TRACED), DENSE, TracedDense.class),
                Arguments.of(TRACED_DENSE, ISOTROPIC, TracedDense.class),
                Arguments.of(TRACED_DENSE, DIAGONAL.plus(TRACED), TracedDense.class),
                Arguments.of(ISOTROPIC, FACTOR, LowRankPlusDiagonal.class),
                Arguments.of(TRACED, FACTOR, LowRankPlusDiagonal.class),
                Arguments.of(DIAGONAL, FACTOR, LowRankPlusDiagonal.class),
                Arguments.of(FACTOR, FACTOR, DenseCovariance.class),
                Arguments.of(FACTOR.plus(TRACED), FACTOR, TracedDense.class),
                Arguments.of(ISOTROPIC, CIRCULANT, Circulant.class),
                Arguments.of(TRACED, CIRCULANT, Circulant.class),
                Arguments.of(CIRCULANT, Circulant.of(HostArray.of(SIX, 2.0, 0, 0, 1, 0, 0)), Circulant.class),
                Arguments.of(CIRCULANT, DIAGONAL, DenseCovariance.class),
                Arguments.of(ISOTROPIC, BLOCKS, BlockDiagonal.class),
                Arguments.of(TRACED, BLOCKS, BlockDiagonal.class),
                Arguments.of(DIAGONAL, BLOCKS, BlockDiagonal.class),
                Arguments.of(DIAGONAL.plus(TRACED), BLOCKS, BlockDiagonal.class),
                Arguments.of(BLOCKS, BLOCKS.inverse(), BlockDiagonal.class),
                Arguments.of(BLOCKS, BlockDiagonal.of(ISOTROPIC), DenseCovariance.class),
                Arguments.of(BLOCKS.plus(TRACED), CIRCULANT, TracedDense.class));
    }

    @ParameterizedTest
    @MethodSource("sums")
    void aSumIsOfTheClosestKind(Covariance a, Covariance b, Class<? extends Covariance> kind) {
        Tensor x = oracle.input("x", 2, 6);
        Tensor expected = a.apply(x).add(b.apply(x));
        for (Covariance sum : List.of(a.plus(b), b.plus(a))) {
            assertThat(sum).isInstanceOf(kind);
            assertThat(largest(sum.apply(x).sub(expected))).isLessThan(1e-12);
            assertThat(largest(sum.inverse().apply(expected).sub(x))).isLessThan(1e-11);
        }
    }

    @Test
    void sumsOfProductsOverAxesOfTheSameBasisStayProducts() {
        Isotropic noise = Isotropic.of(KRONECKER.domain(), 0.5);
        assertThat(KRONECKER.plus(noise)).isInstanceOf(Kronecker.class);
        assertThat(KRONECKER.plus(KRONECKER.inverse())).isInstanceOf(Kronecker.class);
    }

    private double largest(Tensor difference) {
        return Arrays.stream(oracle.evaluate(difference)).map(Math::abs).max().orElse(0);
    }

    @Test
    void matricesThatAreNotCovariancesAreRefused() {
        assertThatThrownBy(() -> Isotropic.of(SIX, -1)).hasMessageContaining("on [6]: variance 0 = -1.0");
        assertThatThrownBy(() -> Isotropic.of(SIX, Double.NaN)).hasMessageContaining("variance 0 = NaN");
        assertThatThrownBy(() -> Diagonal.of(HostArray.of(Shape.of(2), 1, Double.POSITIVE_INFINITY)))
                .hasMessageContaining("variance 1 = Infinity");
        assertThatThrownBy(() -> DenseCovariance.of(HostArray.of(Shape.of(2, 2), 1.0, 2, 2, 1)))
                .hasMessageContaining("[2] is not positive definite: its eigenvalue")
                .hasMessageContaining("-1.0");
        assertThatThrownBy(() -> DenseCovariance.of(HostArray.of(Shape.of(2, 2), 1, 0.5, 0, 1)))
                .hasMessageContaining("not symmetric: 0.0 at (1, 0), 0.5 at (0, 1)");
        assertThatThrownBy(() -> DenseCovariance.of(HostArray.of(Shape.of(2, 2), 1, Double.NaN, Double.NaN, 1)))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> DenseCovariance.of(Shape.of(3), HostArray.of(Shape.of(2, 2), 1.0, 0, 0, 1)))
                .hasMessageContaining("on [3]")
                .hasMessageContaining("[3, 3]");
        assertThatThrownBy(() -> Circulant.of(HostArray.of(Shape.of(3), 1, 0.2, 0.3)))
                .hasMessageContaining("0.2 at position 1 and 0.3 at the opposite offset, position 2");
        assertThatThrownBy(() -> Circulant.of(HostArray.of(Shape.of(3), 1, 0, 0)))
                .hasMessageContaining("i32[3]");
        assertThatThrownBy(() -> Circulant.of(HostArray.of(Shape.of(4), 1, 0.9, 0.1, 0.9)))
                .hasMessageContaining("circulant covariance on [4] is not positive definite")
                .hasMessageContaining("eigenvalue 2 is -0.6999");
        assertThatThrownBy(() -> Circulant.of(HostArray.of(Shape.of(1, 1, 1), 1.0)))
                .hasMessageContaining("[1, 1, 1]");
        assertThatThrownBy(() -> LowRankPlusDiagonal.of(ISOTROPIC, HostArray.of(Shape.of(5, 1), 1.0, 1, 1, 1, 1)))
                .hasMessageContaining("on [6] of type f64[5, 1]");
        assertThatThrownBy(() -> Kronecker.of()).hasMessageContaining("no covariances");
        assertThatThrownBy(() -> Kronecker.of(DENSE, TRACED)).hasMessageContaining("traced variances");
        assertThatThrownBy(() -> BlockDiagonal.of(ISOTROPIC, KRONECKER)).hasMessageContaining("[[6], [2, 3]]");
        assertThatThrownBy(() -> ISOTROPIC.plus(KRONECKER)).hasMessageContaining("on [6] and on [2, 3]");
        assertThatThrownBy(() -> DENSE.scaled(-2)).hasMessageContaining("variance 0 = -2.0");
    }

    @Test
    void singularCovariancesHaveNoInverse() {
        double[][] ones = CovarianceCase.matrix(6, (i, j) -> 1);
        DenseCovariance constant = DenseCovariance.of(CovarianceCase.array(ones));
        Tensor x = oracle.input("x", 2, 6);
        Tensor product = x.matmul(Tensor.constant(CovarianceCase.array(ones)));
        assertThat(largest(constant.apply(x).sub(product))).isLessThan(1e-13);
        assertThatThrownBy(constant::inverse)
                .hasMessageContaining("inverse of a Dense covariance on [6]: its variance")
                .hasMessageContaining("add an isotropic covariance");
        Covariance noisy = constant.plus(ISOTROPIC);
        assertThat(largest(noisy.inverse().apply(noisy.apply(x)).sub(x))).isLessThan(1e-13);
        assertThatThrownBy(() -> Isotropic.of(SIX, 0).inverse()).hasMessageContaining("variance 0 is 0");
    }

    /** Rounding a covariance with only two modes to float32 gives eigenvalues of both signs, as small as the rounding errors. */
    @Test
    void whatFloat32RoundsIsACovarianceStill() {
        int n = 32;
        double[] wave = IntStream.range(0, n)
                .mapToDouble(i -> Math.cos(2 * Math.PI * 3 * i / n))
                .toArray();
        double[][] matrix = CovarianceCase.matrix(n, (i, j) -> wave[Math.abs(i - j)]);
        HostArray first = HostArray.wrap(Shape.of(n), wave);
        Tensor x = oracle.input("x", 2, n);
        Tensor product = x.matmul(Tensor.constant(CovarianceCase.array(matrix)));
        DenseCovariance dense = DenseCovariance.of(CovarianceCase.array(matrix).cast(DType.F32));
        Circulant circulant = Circulant.of(first.cast(DType.F32));
        for (Covariance each : List.of(dense, circulant)) {
            // Rounding of 6e-8 in each of 32 terms.
            assertThat(largest(each.apply(x).sub(product))).isLessThan(2e-6);
            double[] colored = oracle.evaluate(each.color(x));
            assertThat(colored).doesNotContain(Double.NaN);
        }
        double[] shifted = wave.clone();
        shifted[0] -= 1e-7;
        assertThatThrownBy(() -> Circulant.of(HostArray.wrap(Shape.of(n), shifted)))
                .hasMessageContaining("not positive definite");
        shifted[0] -= 1e-3;
        assertThatThrownBy(
                        () -> Circulant.of(HostArray.wrap(Shape.of(n), shifted).cast(DType.F32)))
                .hasMessageContaining("not positive definite");
    }

    @Test
    void shapesAreChecked() {
        Tensor five = oracle.input("five", 2, 5);
        for (Covariance each : List.of(ISOTROPIC, DENSE, FACTOR, BLOCKS, CIRCULANT, TRACED_DENSE)) {
            assertThatThrownBy(() -> each.apply(five))
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining(
                            each.getClass().getSimpleName().replace("Covariance", "") + " covariance on [6](f64[2, 5])")
                    .hasMessageContaining("last axes are [6]");
            assertThatThrownBy(() -> each.color(five)).hasMessageContaining("root of a");
        }
        assertThatThrownBy(() -> Isotropic.of(SIX, five)).hasMessageContaining("last axes are [1]");
        assertThatThrownBy(() -> DENSE.scaled(five)).hasMessageContaining("last axes are [1]");
        assertThatThrownBy(() -> Diagonal.of(SIX, five)).hasMessageContaining("last axes are [6]");
        assertThatThrownBy(() -> TracedDense.of(SIX, five)).hasMessageContaining("last axes are [6, 6]");
        assertThatThrownBy(() -> RowVectors.of("x", five.less(0), Shape.of(5))).hasMessageContaining("floating-point");
    }
}
