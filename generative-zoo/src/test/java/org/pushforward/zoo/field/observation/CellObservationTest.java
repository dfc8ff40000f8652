package org.pushforward.zoo.field.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.covariance.DenseCovariance;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.kriging.Kriging;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.posterior.Mmps;
import org.pushforward.zoo.posterior.Observation;
import org.pushforward.zoo.score.GaussianDenoiser;

class CellObservationTest {
    private static final Grid GRID = new Grid(4, 5, 10, 7, 2, -1);
    private static final FieldCovariance COVARIANCE = Structure.of(new Exponential(), 2, 3);

    private static double[] seen(CellObservation observation, double[] field) {
        Tensor x = Tensor.constant(HostArray.of(Shape.of(1, 1, 4, 5), field));
        return new Oracle().evaluate(observation.apply(x));
    }

    private static double[] plane() {
        Places cells = GRID.places();
        double[] field = new double[20];
        Arrays.setAll(field, i -> 3 + 2 * cells.x(i) - 5 * cells.y(i));
        return field;
    }

    @Test
    void gaugesAreExactOnPlanes() {
        Places places = Places.of(new double[] {10, 13.3, 18, 9.5}, new double[] {7, 5.2, 4, 6});
        double[] values = seen(CellObservation.gauges(GRID, places), plane());
        assertThat(values[0]).isCloseTo(3 + 20 - 35, within(1e-12));
        assertThat(values[1]).isCloseTo(3 + 26.6 - 26, within(1e-12));
        assertThat(values[2]).isCloseTo(3 + 36 - 20, within(1e-12));
        // In the outer half of a cell the value is that of its center.
        assertThat(values[3]).isCloseTo(3 + 20 - 30, within(1e-12));
    }

    /** The corners of the map are half a cell beyond the centers of its corner cells. */
    @Test
    void gaugesAtTheEdgeSeeTheOutermostCenters() {
        Grid grid = new Grid(3, 4, 0, 0, 2, 0.5);
        double[] field = new double[12];
        Arrays.setAll(field, i -> grid.places().x(i) - 8 * grid.places().y(i));
        Places places = Places.of(new double[] {-1, 7, 3.5, 3.5}, new double[] {-0.25, 1.25, 1.2, 0.7});
        Tensor x = Tensor.constant(HostArray.of(Shape.of(1, 3, 4), field));
        assertThat(new Oracle().evaluate(CellObservation.gauges(grid, places).apply(x)))
                .containsExactly(new double[] {0, 6 - 8, 3.5 - 8, 3.5 - 5.6}, within(1e-12));
        for (double[] outside : new double[][] {{-1.01, 0}, {7.01, 0}, {0, -0.26}, {0, 1.26}}) {
            assertThatThrownBy(() -> CellObservation.gauges(
                            grid, Places.of(new double[] {outside[0]}, new double[] {outside[1]})))
                    .hasMessageContaining("is outside the map");
        }
    }

    @Test
    void gaugesOutsideTheMapAreRefused() {
        assertThatThrownBy(() -> CellObservation.gauges(GRID, Places.of(new double[] {10, 30}, new double[] {7, 7})))
                .hasMessageContaining("gauge 1 at (30.0, 7.0) is outside the map");
    }

    @Test
    void meansAndCoarseGridsAverage() {
        double[] field = new double[20];
        Arrays.setAll(field, i -> i);
        assertThat(seen(CellObservation.means(GRID, List.of(new int[] {0, 4}, new int[] {19})), field))
                .containsExactly(2, 19);
        // Squares of 3 x 3 cells: columns 0-2 and 3-4, rows 0-2 and 3.
        double[] coarse = seen(CellObservation.coarse(GRID, 3), field);
        assertThat(coarse[0]).isCloseTo(6, within(1e-12));
        assertThat(coarse[1]).isCloseTo(8.5, within(1e-12));
        assertThat(coarse[2]).isCloseTo(16, within(1e-12));
        assertThat(coarse[3]).isCloseTo(18.5, within(1e-12));
        assertThatThrownBy(() -> CellObservation.means(GRID, List.of(new int[] {20})))
                .hasMessageContaining("area 0 of the cells [20]")
                .hasMessageContaining("from 0 to 19");
        assertThat(CellObservation.coarse(GRID, 3).shape()).isEqualTo(Shape.of(4));
        assertThat(CellObservation.coarse(GRID, 2).shape()).isEqualTo(Shape.of(6));
        assertThat(seen(CellObservation.coarse(GRID, 1), field)).containsExactly(field);
        assertThatThrownBy(() -> CellObservation.coarse(GRID, 0)).hasMessageContaining("coarse grid = 0");
    }

    @Test
    void weightsHaveTheTypeOfTheField() {
        Tensor x =
                Tensor.constant(HostArray.of(Shape.of(1, 4, 5), new double[20]).cast(DType.F32));
        assertThat(CellObservation.coarse(GRID, 2).apply(x).dtype()).isEqualTo(DType.F32);
    }

    @Test
    void missingObservationsAreLeftOut() {
        CellObservation some = CellObservation.coarse(GRID, 2).select(3, 0);
        double[] all = seen(CellObservation.coarse(GRID, 2), plane());
        assertThat(seen(some, plane())).containsExactly(all[3], all[0]);
    }

    @Test
    void gaugesAtCellsReproduceKriging() {
        Places cells = GRID.places().select(2, 9, 16);
        double[] y = {1, -1, 0.5};
        HostArray noise = HostArray.of(Shape.of(3, 3), 0.1, 0, 0, 0, 0.2, 0, 0, 0, 0.3);
        ExactPosterior exact = ExactPosterior.of(CellObservation.gauges(GRID, cells), COVARIANCE, 0.7, noise, y);
        NormalPrediction kriging = Kriging.of(
                        COVARIANCE, Trend.known(0.7), Measurements.withNoise(cells, y, new double[] {0.1, 0.2, 0.3}))
                .predict(GRID.places());
        for (int i = 0; i < 20; i++) {
            assertThat(exact.prediction().mean()[i]).isCloseTo(kriging.mean()[i], within(1e-12));
            assertThat(exact.prediction().variance()[i]).isCloseTo(kriging.variance()[i], within(1e-12));
        }
    }

    private static final HostArray CORRELATED = HostArray.of(Shape.of(2, 2), 0.2, 0.1, 0.1, 0.3);

    private static ExactPosterior several() {
        CellObservation gauges =
                CellObservation.gauges(GRID, Places.of(new double[] {11, 15.5}, new double[] {6.5, 4.1}));
        CellObservation radar = CellObservation.coarse(GRID, 2).select(0, 4);
        HostArray noise = HostArray.of(Shape.of(4, 4), 0.2, 0.1, 0, 0, 0.1, 0.3, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5);
        return ExactPosterior.of(gauges.followedBy(radar), COVARIANCE, 0.7, noise, 1, -1, 0.5, 2);
    }

    @Test
    void momentMatchingAgreesForSeveralObservationsWithCorrelatedNoise() {
        CellObservation gauges =
                CellObservation.gauges(GRID, Places.of(new double[] {11, 15.5}, new double[] {6.5, 4.1}));
        CellObservation radar = CellObservation.coarse(GRID, 2).select(0, 4);
        Observation both = new Observation(gauges, DenseCovariance.of(CORRELATED))
                .and(Observation.withDeviation(radar, Math.sqrt(0.5)));
        Shape image = Shape.of(1, 4, 5);
        GaussianDenoiser denoiser =
                new GaussianDenoiser(HostArray.scalar(DType.F64, 0.7), COVARIANCE.on(GRID.places(), image));
        // At a noise level of 1000 the noisy data carry no information.
        Tensor x = Tensor.constant(HostArray.of(Shape.of(1, 1, 4, 5), new double[20]));
        Tensor sigma = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), 1000.0));
        Tensor y = Tensor.constant(HostArray.of(Shape.of(1, 4), 1.0, -1, 0.5, 2));
        double[] mean = new Oracle().evaluate(new Mmps(denoiser, both, 8).denoise(denoiser, x, sigma, y));
        for (int i = 0; i < 20; i++) {
            assertThat(mean[i]).isCloseTo(several().prediction().mean()[i], within(1e-4));
        }
    }

    @Test
    void samplesHavePosteriorMoments() {
        int count = 20_000;
        double[] fields = several().sample(count, RandomKey.of(1)).toDoubles();
        NormalPrediction expected = several().prediction();
        for (int i = 0; i < 20; i++) {
            double sum = 0;
            double squares = 0;
            for (int k = 0; k < count; k++) {
                double off = fields[20 * k + i] - expected.mean()[i];
                sum += off;
                squares += off * off;
            }
            double variance = expected.variance()[i];
            // All 40 statistics are below 4 standard errors with probability .997.
            assertThat(sum / count).isCloseTo(0, within(4 * Math.sqrt(variance / count)));
            assertThat(squares / count).isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / count)));
        }
    }

    @Test
    void weightsOfOtherGridsAreRefused() {
        assertThatThrownBy(() -> new CellObservation(GRID, new DMatrixRMaj(1, 19)))
                .hasMessageContaining("weights of 1 observations of 19 cells");
        assertThatThrownBy(() -> new CellObservation(GRID, new DMatrixRMaj(0, 20)))
                .hasMessageContaining("weights of 0 observations");
        CellObservation turned = CellObservation.coarse(Grid.of(5, 4), 2);
        assertThatThrownBy(() -> CellObservation.coarse(GRID, 2).followedBy(turned))
                .hasMessageContaining("expected the same grid");
    }

    @Test
    void badInputIsNamed() {
        CellObservation one = CellObservation.gauges(GRID, GRID.places().select(0));
        HostArray noise = HostArray.of(Shape.of(1, 1), 1.0);
        assertThatThrownBy(() -> ExactPosterior.of(one, COVARIANCE, 0, noise, Double.NaN))
                .hasMessageContaining("observation 0 = NaN")
                .hasMessageContaining("CellObservation.select");
        assertThatThrownBy(() -> ExactPosterior.of(one, COVARIANCE, 0, noise, 1, 2))
                .hasMessageContaining("2 values with noise of type");
        assertThatThrownBy(() -> ExactPosterior.of(one, COVARIANCE, 0, HostArray.of(Shape.of(1), 1.0), 1))
                .hasMessageContaining("finite noise [1, 1]");
        assertThatThrownBy(() -> ExactPosterior.of(one, COVARIANCE, 0, HostArray.of(Shape.of(1, 1), Double.NaN), 1))
                .hasMessageContaining("finite noise [1, 1]");
        assertThatThrownBy(() -> ExactPosterior.of(one, COVARIANCE, 0, HostArray.of(Shape.of(1, 1), -1.0), 1))
                .hasMessageContaining("covariance of the noise is not positive definite");
    }
}
