package org.pushforward.linalg.covariance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.Cholesky;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Checks every kind of covariance against the matrix from its definition, with and without a variance added for each
 * row.
 */
class CovarianceTest {
    /** Condition numbers are below 1e3 and values below 20, so float64 keeps ten decimal places. */
    private static final double CLOSE = 1e-10;

    private final Oracle oracle = new Oracle();

    static List<CovarianceCase> cases() {
        return CovarianceCase.all();
    }

    private Tensor input(String name, Covariance covariance, int... leading) {
        return oracle.input(
                name, RowVectors.join(Shape.of(leading), covariance.domain()).dims());
    }

    private double largest(Tensor difference) {
        return Arrays.stream(oracle.evaluate(difference)).map(Math::abs).max().orElse(0);
    }

    private void assertClose(Tensor actual, Tensor expected) {
        assertThat(actual.type()).isEqualTo(expected.type());
        assertThat(largest(actual.sub(expected))).isLessThan(CLOSE);
    }

    private static Tensor constant(double[][] matrix) {
        return Tensor.constant(CovarianceCase.array(matrix));
    }

    /** The unit vectors, of shape [d, 1, domain]. */
    private static Tensor units(Covariance covariance) {
        int size = covariance.domain().size();
        HostArray identity = CovarianceCase.array(CovarianceCase.diagonal(size, i -> 1));
        return Tensor.constant(identity.reshape(RowVectors.join(Shape.of(size, 1), covariance.domain())));
    }

    /** The images of the unit vectors in a row of the batch, as the rows of a matrix. */
    private static Tensor matrix(Tensor images, int row) {
        int size = images.dim(0);
        return images.slice(1, row, row + 1).reshape(size, size);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsAreThoseOfTheMatrix(CovarianceCase each) {
        Covariance covariance = each.covariance();
        assertClose(matrix(covariance.apply(units(covariance)), 0), constant(each.matrix()));
        for (int[] leading : new int[][] {{}, {1}, {3}, {2, 3}, {0}}) {
            Tensor x = input("x" + Arrays.toString(leading), covariance, leading);
            Tensor rows = x.reshape(Shape.of(leading).size(), each.size()).matmul(constant(each.matrix()));
            assertClose(covariance.apply(x), rows.reshape(x.shape()));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theAdjointIsThatOfTheInnerProduct(CovarianceCase each) {
        Tensor x = input("x", each.covariance(), 2, 3);
        Tensor y = input("y", each.covariance(), 2, 3);
        RowVectors rows = RowVectors.of("test", x, each.covariance().domain());
        assertClose(
                rows.dot(each.covariance().apply(x), y),
                rows.dot(x, each.covariance().adjoint(y)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theInverseInverts(CovarianceCase each) {
        Covariance covariance = each.covariance();
        Covariance inverse = covariance.inverse();
        assertThat(inverse.domain()).isEqualTo(covariance.domain());
        Tensor x = input("x", covariance, 2);
        assertClose(inverse.apply(covariance.apply(x)), x);
        assertClose(covariance.apply(inverse.apply(x)), x);
        assertClose(inverse.inverse().apply(x), covariance.apply(x));
    }

    /** Applying Woodbury's formula twice would lose most digits of a factor that is large compared with a traced diagonal. */
    @Test
    void theInverseOfTheInverseOfSharedFactorsIsExact() {
        Tensor level = oracle.input("level", 1, 1).square().mul(1e-9);
        HostArray factor = HostArray.of(Shape.of(4, 2), 1.0, 2, 0, -1, 3, 0.5, 1, 1);
        Covariance covariance = LowRankPlusDiagonal.of(Isotropic.of(Shape.of(4), level), factor);
        Tensor x = input("x", covariance, 2);
        assertThat(largest(covariance.inverse().inverse().apply(x).sub(covariance.apply(x))))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theDeterminantIsThatOfTheMatrix(CovarianceCase each) {
        Tensor expected = Cholesky.of(constant(each.matrix())).logDeterminant();
        assertClose(each.covariance().logDet(DType.F64), expected);
        assertClose(each.covariance().inverse().logDet(DType.F64), expected.neg());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void coloringIsARoot(CovarianceCase each) {
        for (Covariance covariance :
                List.of(each.covariance(), each.covariance().inverse())) {
            Tensor root = matrix(covariance.color(units(covariance)), 0).transpose();
            assertClose(root.matmul(root.transpose()), matrix(covariance.apply(units(covariance)), 0));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scalingMultipliesTheCovariance(CovarianceCase each) {
        Tensor x = input("x", each.covariance(), 2);
        Covariance scaled = each.covariance().scaled(1.7);
        assertClose(scaled.apply(x), each.covariance().apply(x).mul(1.7));
        assertClose(scaled.inverse().apply(scaled.apply(x)), x);
        assertClose(
                scaled.logDet(DType.F64), each.covariance().logDet(DType.F64).add(each.size() * Math.log(1.7)));
    }

    /** One number for each row, of shape [3, 1, ..., 1]. */
    private static Tensor ofRows(Covariance covariance, double... numbers) {
        Shape ones = Shape.of(Collections.nCopies(covariance.domain().rank(), 1));
        return Tensor.constant(HostArray.of(RowVectors.join(Shape.of(numbers.length), ones), numbers));
    }

    /** A batch of variances gives the same result in each row as the variance of that row on its own. */
    @ParameterizedTest
    @MethodSource("cases")
    void aVarianceOfEachRowIsAdded(CovarianceCase each) {
        Covariance covariance = each.covariance();
        double[] variances = {0.2, 1.5, 0};
        Tensor traced = ofRows(covariance, variances);
        Isotropic added = Isotropic.of(covariance.domain(), traced);
        for (Covariance sum : List.of(covariance.plus(added), added.plus(covariance))) {
            for (int row = 0; row < 3; row++) {
                double variance = variances[row];
                double[][] expected =
                        CovarianceCase.sum(each.matrix(), CovarianceCase.diagonal(each.size(), i -> variance));
                assertRow(sum, row, constant(expected));
            }
        }
    }

    /** Computes the expected posterior mean for noise with the variance of the row. */
    @ParameterizedTest
    @MethodSource("cases")
    void noiseOfEachRowIsFilteredOut(CovarianceCase each) {
        Covariance covariance = each.covariance();
        double[] variances = {0.2, 1.5, 40};
        Tensor filtered = covariance.filter(units(covariance), ofRows(covariance, variances));
        for (int row = 0; row < 3; row++) {
            double variance = variances[row];
            double[][] noisy = CovarianceCase.sum(each.matrix(), CovarianceCase.diagonal(each.size(), i -> variance));
            assertClose(matrix(filtered, row).matmul(constant(noisy)), constant(each.matrix()));
        }
        Tensor level = oracle.input("level", ofRows(covariance, 1, 2).shape().dims());
        oracle.checkSlopes(
                covariance.filter(input("x", covariance, 2), level.square().add(0.5)));
        Tensor x = oracle.single(
                "single", RowVectors.join(Shape.of(2), covariance.domain()).dims());
        assertThat(covariance.filter(x, Tensor.scalar(DType.F32, 0.5)).type()).isEqualTo(x.type());
        Tensor y = input("y", covariance, 2);
        assertClose(covariance.filter(y, Tensor.scalar(DType.F64, 1.5)), covariance.filter(y, ofRows(covariance, 1.5)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aScalarPerRowMultiplies(CovarianceCase each) {
        double[] factors = {0.2, 1.5, 1};
        Covariance scaled = each.covariance().scaled(ofRows(each.covariance(), factors));
        for (int row = 0; row < 3; row++) {
            assertRow(scaled, row, constant(each.matrix()).mul(factors[row]));
        }
    }

    /** Checks the covariance of one of three rows, its inverse, its determinant and its root against a matrix. */
    private void assertRow(Covariance covariance, int row, Tensor expected) {
        Tensor units = units(covariance);
        assertClose(matrix(covariance.apply(units), row), expected);
        Tensor identity = matrix(units, 0);
        assertClose(matrix(covariance.inverse().apply(units), row).matmul(expected), identity);
        Tensor root = matrix(covariance.color(units), row).transpose();
        assertClose(root.matmul(root.transpose()), expected);
        Tensor logDet = covariance.logDet(DType.F64);
        assertThat(logDet.shape()).isEqualTo(Shape.of(3));
        assertClose(logDet.slice(0, row, row + 1).sum(), Cholesky.of(expected).logDeterminant());
    }

    /** Checks first and second derivatives with respect to a variance and to the tensor. */
    @ParameterizedTest
    @MethodSource("cases")
    void derivativesMatchFiniteDifferences(CovarianceCase each) {
        Covariance covariance = each.covariance();
        Shape ones = Shape.of(Collections.nCopies(covariance.domain().rank(), 1));
        Tensor level = oracle.input("level", RowVectors.join(Shape.of(2), ones).dims());
        Tensor x = input("x", covariance, 2);
        Covariance noisy =
                covariance.plus(Isotropic.of(covariance.domain(), level.square().add(0.5)));
        oracle.checkSlopes(noisy.inverse().apply(x));
        oracle.checkSlopes(noisy.color(x));
        oracle.checkSlopes(noisy.logDet(DType.F64));
        oracle.checkSlopes(covariance.scaled(level.exp()).inverse().color(x));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void resultsHaveTheTypeOfTheOperand(CovarianceCase each) {
        Covariance covariance = each.covariance();
        Tensor x = oracle.single(
                "x", RowVectors.join(Shape.of(2), covariance.domain()).dims());
        TensorType type = x.type();
        assertThat(covariance.apply(x).type()).isEqualTo(type);
        assertThat(covariance.color(x).type()).isEqualTo(type);
        assertThat(covariance.inverse().apply(x).type()).isEqualTo(type);
        assertThat(covariance.inverse().color(x).type()).isEqualTo(type);
        assertThat(covariance.logDet(DType.F32).type()).isEqualTo(TensorType.f32());
    }
}
