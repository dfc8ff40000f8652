package org.pushforward.zoo.field.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Ellipse;

/** Families agree with their graphs, and parameters with the slopes of their maps. */
class CovarianceFamilyTest {
    private static final double[] DX = {0.1, -0.7, 2, 0, 1.3, 30};
    private static final double[] DY = {0.2, 0.4, -1, 1.1, 0, -20};

    static Stream<Correlation> correlations() {
        return Stream.of(
                new Exponential(),
                new SquaredExponential(),
                new Spherical(),
                new Matern(0.5),
                new Matern(1.5),
                new Matern(2.5));
    }

    private static void assertAgree(CovarianceFamily family, double... values) {
        FieldCovariance host = family.at(values);
        TracedCovariance traced = family.traced().orElseThrow();
        List<Tensor> scalars =
                Arrays.stream(values).mapToObj(v -> Tensor.scalar(DType.F64, v)).toList();
        Tensor dx = Tensor.constant(HostArray.of(Shape.of(DX.length), DX));
        Tensor dy = Tensor.constant(HostArray.of(Shape.of(DY.length), DY));
        double[] between = new Oracle().evaluate(traced.between(scalars, dx, dy));
        for (int i = 0; i < DX.length; i++) {
            assertThat(between[i])
                    .as("offset %s", i)
                    .isCloseTo(host.between(5, -3, 5 + DX[i], -3 + DY[i]), within(1e-12));
        }
        assertThat(new Oracle().evaluate(traced.variance(scalars))[0]).isCloseTo(host.variance(5, -3), within(1e-14));
    }

    @ParameterizedTest
    @MethodSource("correlations")
    void graphsAgreeWithTheHost(Correlation correlation) {
        CovarianceFamily family = CovarianceFamily.of(correlation);
        assertAgree(family, 2.5, 1.7);
        assertAgree(family.withNugget(), 2.5, 1.7, 0.3);
        assertAgree(family.withNugget().with("range", 1.7), 2.5, 0.3);
        assertAgree(family.with("range", 1.7).withNugget(), 2.5, 0.3);
        CovarianceFamily turned = CovarianceFamily.anisotropic(correlation);
        assertAgree(turned, 2.5, 1.7, 0.4, 30);
        assertAgree(turned.with("ratio", 0.4), 2.5, 1.7, 30);
        assertAgree(turned.with("variance", 2.5), 1.7, 0.4, 30);
        assertAgree(turned.withNugget(), 2.5, 1.7, 0.4, 30, 0.3);
    }

    /** 45 degrees to the north-east, a major range of 2 and a minor one of 1, in closed form. */
    @Test
    void anAnisotropicFamilyStretchesDistances() {
        FieldCovariance covariance =
                CovarianceFamily.anisotropic(new Exponential()).at(3, 2, 0.5, 45);
        assertThat(covariance.between(0, 0, 2, 2)).isCloseTo(3 * Math.exp(-Math.sqrt(8) / 2), within(1e-14));
        assertThat(covariance.between(0, 0, 2, -2)).isCloseTo(3 * Math.exp(-Math.sqrt(8)), within(1e-14));
    }

    @Test
    void aNuggetAddsVarianceAtOnePlaceOnly() {
        CovarianceFamily family = CovarianceFamily.matern().withNugget();
        assertThat(family.size()).isEqualTo(4);
        FieldCovariance covariance = family.at(2, 3, 1.5, 0.7);
        assertThat(covariance).isInstanceOf(StationaryCovariance.class);
        assertThat(covariance.variance(1, 1)).isCloseTo(2.7, within(1e-15));
        assertThat(covariance.between(0, 0, 0, 3)).isCloseTo(2 * 2 * Math.exp(-1), within(1e-13));
        FieldCovariance local = new LocalStructure(new Exponential(), (x, y) -> 2, (x, y) -> new Ellipse(3, 1, 0));
        CovarianceFamily any =
                new CovarianceFamily(List.of(CovarianceParameter.positive("none")), v -> local, Optional.empty());
        FieldCovariance sum = any.withNugget().at(1, 0.7);
        assertThat(sum).isNotInstanceOf(StationaryCovariance.class);
        assertThat(sum.variance(1, 1)).isCloseTo(4.7, within(1e-14));
        assertThat(sum.between(0, 0, 0, 3)).isCloseTo(4 * Math.exp(-1), within(1e-14));
        assertThat(local.plus(local).between(0, 0, 0, 3)).isCloseTo(8 * Math.exp(-1), within(1e-14));
    }

    @Test
    void realCoordinatesAreInvertibleAndHaveTheirSlope() {
        CovarianceFamily family =
                CovarianceFamily.anisotropic(new Exponential()).withNugget();
        double[] values = {2.5, 1.7, 0.4, -30, 0.3};
        double[] real = family.toReal(values);
        assertThat(real)
                .containsExactly(
                        new double[] {Math.log(2.5), Math.log(1.7), Math.log(2.0 / 3), -30, Math.log(0.3)},
                        within(1e-14));
        assertThat(family.fromReal(real)).containsExactly(values, within(1e-14));
        for (CovarianceParameter parameter : List.of(
                CovarianceParameter.positive("p"),
                CovarianceParameter.between("b", -1, 4),
                CovarianceParameter.real("r"))) {
            for (double u : new double[] {-3, -0.2, 0, 1.5}) {
                double step = 1e-5;
                double slope = (parameter.fromReal(u + step) - parameter.fromReal(u - step)) / (2 * step);
                // Central differences are off by the square of the step.
                assertThat(parameter.logSlope(u)).isCloseTo(Math.log(slope), within(1e-8));
                assertThat(parameter.toReal(parameter.fromReal(u))).isCloseTo(u, within(1e-13));
            }
        }
        assertThat(CovarianceParameter.between("b", -1, 4).fromReal(0)).isEqualTo(1.5);
        assertThat(CovarianceParameter.between("b", -1, 4).logSlope(-800)).isCloseTo(Math.log(5) - 800, within(1e-12));
    }

    @Test
    void valuesOutsideTheirIntervalAreRefused() {
        for (double value : new double[] {-1, 4, Double.NaN}) {
            assertThatThrownBy(() -> CovarianceParameter.between("b", -1, 4).toReal(value))
                    .hasMessageContaining("parameter 'b' = " + value);
        }
        assertThatThrownBy(() -> CovarianceParameter.positive("p").toReal(0)).hasMessageContaining("'p' = 0.0");
        double infinity = Double.POSITIVE_INFINITY;
        for (double[] bad : new double[][] {
            {1, 1}, {2, 1}, {1, infinity}, {-infinity, 0}, {0, Double.NaN}, {infinity, infinity}, {-infinity, -infinity}
        }) {
            assertThatThrownBy(() -> CovarianceParameter.between("b", bad[0], bad[1]))
                    .hasMessageContaining("between " + bad[0] + " and " + bad[1]);
        }
        CovarianceFamily family = CovarianceFamily.matern();
        assertThatThrownBy(() -> family.with("nugget", 1))
                .hasMessageContaining("'nugget' of a covariance: there are [variance, range, smoothness]");
        assertThatThrownBy(() -> family.at(1, 2))
                .hasMessageContaining("2 values of the parameters [variance, range, smoothness]");
    }

    @ParameterizedTest
    @MethodSource("correlations")
    void squaresOfDistancesGiveTheSameCorrelations(Correlation correlation) {
        double[] squares = {0, 0.25, 1, 4, 9};
        double[] expected =
                Arrays.stream(squares).map(s -> correlation.at(Math.sqrt(s))).toArray();
        expected[4] = 9;
        correlation.ofSquares(squares, 4);
        assertThat(squares).containsExactly(expected, within(1e-15));
    }

    /** The table has an error of 1e-10; graphs have the formula. */
    @Test
    void aTableStandsForItsCorrelation() {
        Matern matern = new Matern(2.5);
        Tabulated table = Tabulated.of(matern);
        double[] squares = {0.25, 4, 9};
        table.ofSquares(squares, 2);
        assertThat(squares).containsExactly(new double[] {matern.at(0.5), matern.at(2), 9}, within(1e-10));
        Tensor h = Tensor.constant(HostArray.of(Shape.of(2), 0.5, 2));
        assertThat(new Oracle().evaluate(table.at(h)))
                .containsExactly(new double[] {matern.at(0.5), matern.at(2)}, within(1e-14));
        assertThatThrownBy(() -> Tabulated.of(new Spherical())).hasMessageContaining("without an edge");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Nugget(bad)).hasMessageContaining("nugget = " + bad);
            assertThatThrownBy(() -> Structure.of(new Exponential(), bad, 1)).hasMessageContaining("= " + bad);
            assertThatThrownBy(() -> new PowerLaw(bad, 1)).hasMessageContaining("slope = " + bad);
            assertThatThrownBy(() -> new Matern(bad)).hasMessageContaining("smoothness");
        }
        for (double bad : new double[] {0, 2, -1, Double.NaN}) {
            assertThatThrownBy(() -> new PowerLaw(1, bad)).hasMessageContaining("exponent = " + bad);
        }
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            FieldCovariance local =
                    new LocalStructure(new Exponential(), (x, y) -> bad, (x, y) -> new Ellipse(3, 1, 0));
            assertThatThrownBy(() -> local.between(0, 0, 1, 1)).hasMessageContaining("= " + bad);
        }
    }
}
