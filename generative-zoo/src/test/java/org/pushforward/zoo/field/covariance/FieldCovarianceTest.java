package org.pushforward.zoo.field.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Ellipse;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.simulation.CirculantEmbedding;

class FieldCovarianceTest {
    private static final Ellipse SLANTED = new Ellipse(3, 0.4, 30);

    static Places scattered(int count, long seed) {
        HostArray numbers = RandomKey.of(seed).uniform(Shape.of(2, count));
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = 10 * numbers.get(i);
            y[i] = 10 * numbers.get(count + i);
        }
        return Places.of(x, y);
    }

    private static Ellipse local(double x, double y) {
        return new Ellipse(0.5 + 0.3 * x, 0.3 + 0.06 * y, 18 * x);
    }

    @Test
    void covariancesArePositiveDefiniteAtScatteredPlaces() {
        Places places = scattered(150, 1);
        for (FieldCovariance each : List.of(
                new Structure(new Matern(0.8), 2, SLANTED),
                new Structure(new Spherical(), 2, SLANTED),
                new Structure(new Exponential(), 2, SLANTED),
                Structure.of(new SquaredExponential(), 2, 0.5),
                new PowerLaw(2, 0.5).around(places),
                new PowerLaw(2, 1.0).around(places),
                new PowerLaw(2, 1.8).around(places),
                new LocalStructure(new Exponential(), (x, y) -> 1 + x, FieldCovarianceTest::local),
                new LocalStructure(new Matern(1.5), (x, y) -> 1 + y, FieldCovarianceTest::local)
                        .plus(new Nugget(0.1)))) {
            DenseFactor factor = DenseFactor.of(each, places);
            assertThat(factor.logDeterminant()).as("%s", each).isFinite();
        }
    }

    @Test
    void theMajorAxisPointsClockwiseFromNorth() {
        Structure covariance = new Structure(new Exponential(), 1, new Ellipse(10, 0.5, 45));
        double diagonal = Math.sqrt(0.5);
        assertThat(covariance.at(diagonal, diagonal)).isCloseTo(Math.exp(-0.1), within(1e-15));
        assertThat(covariance.at(diagonal, -diagonal)).isCloseTo(Math.exp(-0.2), within(1e-15));
    }

    @Test
    void rowsMatchSingleCovariances() {
        Places places = scattered(40, 2);
        FieldCovariance covariance = new Structure(new Matern(1.2), 2, SLANTED).plus(new Nugget(0.3));
        double[] row = new double[40];
        covariance.fill(places.x(3), places.y(3), places, row);
        for (int i = 0; i < 40; i++) {
            double expected = covariance.between(places.x(3), places.y(3), places.x(i), places.y(i));
            assertThat(row[i]).isCloseTo(expected, within(1e-14));
        }
        assertThat(row[3]).isCloseTo(2.3, within(1e-14));
    }

    @Test
    void localStructureWithOneEllipseIsStationary() {
        Structure stationary = new Structure(new Matern(1.5), 4, SLANTED);
        LocalStructure local = new LocalStructure(new Matern(1.5), (x, y) -> 2, (x, y) -> SLANTED);
        assertThat(local.between(1, 2, 2.5, 1.7)).isCloseTo(stationary.between(1, 2, 2.5, 1.7), within(1e-14));
    }

    @Test
    void localStructureIsAConvolutionOfWhiteNoise() {
        // With rho(h) = exp(-h^2) the kernels are normal densities with covariance E / 4: their overlap, by quadrature.
        LocalStructure covariance =
                new LocalStructure(new SquaredExponential(), (x, y) -> 1, (x, y) -> Ellipse.circle(1 + 0.5 * x));
        double overlap = 0;
        double first = 0;
        double second = 0;
        double step = 0.02;
        for (double u = -8; u < 8; u += step) {
            for (double v = -8; v < 8; v += step) {
                double a = kernel(u, v, 1);
                double b = kernel(u - 1, v - 0.5, 1.5);
                overlap += a * b;
                first += a * a;
                second += b * b;
            }
        }
        assertThat(covariance.between(0, 0, 1, 0.5)).isCloseTo(overlap / Math.sqrt(first * second), within(1e-9));
    }

    private static double kernel(double u, double v, double range) {
        return Math.exp(-2 * (u * u + v * v) / (range * range));
    }

    @Test
    void localStructureRefusesSphericalCorrelation() {
        assertThatThrownBy(() -> new LocalStructure(new Spherical(), (x, y) -> 1, (x, y) -> SLANTED))
                .hasMessageContaining("every dimension");
    }

    @Test
    void powerLawKeepsItsIncrements() {
        PowerLaw power = new PowerLaw(2, 1.3);
        StationaryCovariance covariance = power.around(scattered(50, 3));
        assertThat(covariance.variogram().at(1, 2)).isCloseTo(power.at(1, 2), within(1e-12));
    }

    /**
     * The level of three places on a line must exceed the largest w^T Gamma w over weights (t, 1 - 2t, t). With c = 2^(1 - p) for the
     * exponent p, this is gamma(width) c^2 / (4c - 2): 18.2 times the semivariance of the ends for p = 1.99. The level starts at twice
     * that semivariance and is doubled.
     */
    @Test
    void theLevelOfAPowerLawIsDoubledUntilItSuffices() {
        PowerLaw power = new PowerLaw(0.7, 1.99);
        Places line = Places.of(new double[] {0, 1.5, 3}, new double[] {0, 2, 4});
        double ends = 0.7 * Math.pow(5, 1.99);
        double c = Math.pow(2, -0.99);
        assertThat(c * c / (4 * c - 2)).isBetween(18.0, 19.0);
        StationaryCovariance covariance = power.around(line);
        assertThat(covariance.variance()).isCloseTo(32 * ends, within(1e-9));
        assertThat(DenseFactor.of(covariance, line).logDeterminant()).isFinite();
    }

    @Test
    void noLevelMakesAPowerLawFitPlacesThatAreTheSame() {
        Places twice = Places.of(new double[] {1, 1, 4}, new double[] {2, 2, 6});
        assertThatThrownBy(() -> new PowerLaw(2, 1.3).around(twice))
                .isInstanceOf(NotPositiveDefiniteException.class)
                .hasMessageContaining("exponent 1.3 on 3 places")
                .hasMessageContaining("only once");
    }

    /** Each row of the identity gives a row of the matrix. */
    @Test
    void theOperatorOfAGraphHasTheCovariancesOfThePlaces() {
        Places places = scattered(4, 5);
        FieldCovariance covariance = new Structure(new Exponential(), 2, SLANTED);
        double[] identity = new double[16];
        for (int i = 0; i < 16; i += 5) {
            identity[i] = 1;
        }
        Tensor rows = Tensor.constant(HostArray.of(Shape.of(4, 2, 2), identity));
        double[] matrix =
                new Oracle().evaluate(covariance.on(places, Shape.of(2, 2)).apply(rows));
        for (int i = 0; i < 16; i++) {
            double expected = covariance.between(places.x(i / 4), places.y(i / 4), places.x(i % 4), places.y(i % 4));
            assertThat(matrix[i]).isCloseTo(expected, within(1e-13));
        }
    }

    @Test
    void aLocalDeviationMayBeZero() {
        FieldCovariance local = new LocalStructure(new Exponential(), (x, y) -> x, (x, y) -> SLANTED);
        assertThat(local.variance(0, 1)).isZero();
        assertThat(local.variance(3, 1)).isCloseTo(9, within(1e-14));
    }

    @Test
    void coincidentPlacesAreReported() {
        Places twice = Places.of(new double[] {1, 1}, new double[] {2, 2});
        assertThatThrownBy(() -> DenseFactor.of(Structure.of(new Exponential(), 1, 1), twice))
                .isInstanceOf(NotPositiveDefiniteException.class)
                .hasMessageContaining("covariance of 2 places is not positive definite")
                .hasMessageContaining("Nugget");
    }

    @Test
    void invalidCovariancesAreRefused() {
        // An indicator of short distances is not a valid correlation in the plane.
        StationaryCovariance box = (dx, dy) -> Math.hypot(dx, dy) < 3 ? 1 : 0;
        assertThatThrownBy(() -> DenseFactor.of(box, scattered(100, 4)))
                .isInstanceOf(NotPositiveDefiniteException.class);
        assertThatThrownBy(() -> CirculantEmbedding.of(box, Grid.of(300, 300)))
                .isInstanceOf(NotPositiveDefiniteException.class)
                .hasMessageContaining("eigenvalue -");
    }

    @Test
    void tooManyPlacesForDenseAlgebraAreRefused() {
        assertThatThrownBy(() -> DenseFactor.of(
                        Structure.of(new Exponential(), 1, 1), Grid.of(101, 100).places()))
                .hasMessageContaining("covariance matrix of 10100 places: expected 10000 or fewer")
                .hasMessageContaining("Neighborhood");
    }

    @Test
    void placesAreChecked() {
        assertThatThrownBy(() -> Places.of(new double[] {1, Double.NaN}, new double[2]))
                .hasMessageContaining("x of place 1 = NaN");
        assertThatThrownBy(() -> scattered(3, 1).with("elevation", 1, 2))
                .hasMessageContaining("covariate 'elevation' has 2 values");
        assertThatThrownBy(() -> scattered(3, 1).with("elevation", 1, 2, 3).covariate("height", 0))
                .hasMessageContaining("covariate 'height' of places: there are [elevation]");
    }
}
