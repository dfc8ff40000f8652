package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.covariance.Diagonal;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.DenseFactor;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.field.observation.CellObservation;
import org.pushforward.zoo.field.observation.ExactPosterior;
import org.pushforward.zoo.field.simulation.PointSampler;
import org.pushforward.zoo.sampler.Ancestral;
import org.pushforward.zoo.sampler.Chain;
import org.pushforward.zoo.sampler.ChurnedHeun;
import org.pushforward.zoo.sampler.Euler;
import org.pushforward.zoo.sampler.Heun;
import org.pushforward.zoo.sampler.OneStepSampling;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.GaussianDenoiser;

/**
 * Holds moment matching to kriging (P10) on a stationary field of 16 x 16 cells with 30 gauges, without Monte Carlo.
 *
 * <p>The denoiser of moment matching is the exact denoiser of the posterior N(m, C), so in the eigenvectors of C every sampler treats each
 * coordinate by itself, and its recursion of moments has 256 independent coordinates.
 */
class KrigingTargetTest {
    private static final Grid GRID = Grid.of(16, 16);
    private static final int CELLS = GRID.cells();
    private static final int GAUGES = 30;
    private static final double NOISE = 0.1;
    private static final FieldCovariance FIELD = Structure.of(new Matern(1.5), 1, 3);
    private static final Moments PRIOR = new Moments(0, 1);

    private final CellObservation gauges;
    private final double[] y;
    private final NormalPrediction kriging;
    private final DMatrixRMaj axes;
    private final double[] variances;

    KrigingTargetTest() {
        RandomKey key = RandomKey.of(14);
        double[] truth = PointSampler.of(FIELD, GRID.places())
                .sample(1, key.fold("field"))
                .toDoubles();
        int[] cells = Arrays.copyOf(key.fold("gauges").permutation(CELLS), GAUGES);
        double[] errors = key.fold("noise").normal(Shape.of(GAUGES)).toDoubles();
        this.gauges = CellObservation.gauges(GRID, GRID.places().select(cells));
        this.y = new double[GAUGES];
        Arrays.setAll(y, k -> truth[cells[k]] + NOISE * errors[k]);
        DMatrixRMaj noise = CommonOps_DDRM.identity(GAUGES);
        CommonOps_DDRM.scale(NOISE * NOISE, noise);
        this.kriging = ExactPosterior.of(
                        gauges, FIELD, 0, HostArray.wrap(Shape.of(GAUGES, GAUGES), noise.data.clone()), y)
                .prediction();
        DMatrixRMaj posterior = posterior(noise);
        for (int i = 0; i < CELLS; i++) {
            assertThat(posterior.get(i, i)).isCloseTo(kriging.variance()[i], within(1e-12));
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(CELLS, true, true);
        eigen.decompose(posterior);
        this.axes = new DMatrixRMaj(CELLS, CELLS);
        this.variances = new double[CELLS];
        for (int k = 0; k < CELLS; k++) {
            CommonOps_DDRM.insert(eigen.getEigenVector(k), axes, 0, k);
            variances[k] = Math.max(eigen.getEigenvalue(k).getReal(), 0);
        }
    }

    /** Returns C - C A^T (A C A^T + S)^-1 A C. */
    private DMatrixRMaj posterior(DMatrixRMaj noise) {
        DMatrixRMaj prior = DenseFactor.matrix(FIELD, GRID.places());
        DMatrixRMaj cross = CommonOps_DDRM.mult(gauges.matrix(), prior, null);
        DMatrixRMaj total = CommonOps_DDRM.add(CommonOps_DDRM.multTransB(cross, gauges.matrix(), null), noise, null);
        CommonOps_DDRM.invert(total);
        DMatrixRMaj gain = CommonOps_DDRM.multTransA(cross, total, null);
        return CommonOps_DDRM.subtract(prior, CommonOps_DDRM.mult(gain, cross, null), null);
    }

    /** Returns the mean in the coordinates of the axes. */
    private double[] centers() {
        return CommonOps_DDRM.multTransA(axes, new DMatrixRMaj(kriging.mean()), null)
                .getData();
    }

    private Mmps momentMatching() {
        return new Mmps(
                new GaussianDenoiser(HostArray.scalar(DType.F64, 0), FIELD.on(GRID.places(), GRID.shape())),
                Observation.withDeviation(gauges, NOISE),
                GAUGES);
    }

    /** Two fields from the start of a sampler at a level. */
    private static HostArray noisy(double sigma) {
        double[] x = RandomKey.of(15).normal(Shape.of(2, 16, 16)).toDoubles();
        return HostArray.wrap(
                Shape.of(2, 16, 16), Arrays.stream(x).map(v -> sigma * v).toArray());
    }

    @Test
    void momentMatchingIsTheDenoiserOfThePosterior() {
        for (double sigma : new double[] {0.1, 1, 40}) {
            HostArray x = noisy(Math.hypot(sigma, 1));
            HostArray one = HostArray.wrap(Shape.of(1, GAUGES), y.clone());
            HostArray observed = HostArray.concat(List.of(one, one));
            Tensor found = momentMatching()
                    .denoise(
                            Tensor.constant(x),
                            Tensor.full(new TensorType(DType.F64, Shape.of(1, 1, 1)), sigma),
                            Tensor.constant(observed));
            double[] actual = new Oracle().evaluate(found);
            for (int row = 0; row < 2; row++) {
                double[] expected = denoised(Arrays.copyOfRange(x.toDoubles(), row * CELLS, (row + 1) * CELLS), sigma);
                // As many iterations as gauges solve the system, up to the loss of orthogonality by rounding.
                assertThat(Arrays.copyOfRange(actual, row * CELLS, (row + 1) * CELLS))
                        .containsExactly(expected, within(1e-4));
            }
        }
    }

    /** Returns m + C (C + sigma^2 I)^-1 (x - m) in the coordinates of the axes. */
    private double[] denoised(double[] x, double sigma) {
        double[] mean = kriging.mean();
        DMatrixRMaj off = new DMatrixRMaj(CELLS, 1);
        for (int i = 0; i < CELLS; i++) {
            off.set(i, x[i] - mean[i]);
        }
        DMatrixRMaj along = CommonOps_DDRM.multTransA(axes, off, null);
        for (int k = 0; k < CELLS; k++) {
            along.set(k, along.get(k) * variances[k] / (variances[k] + sigma * sigma));
        }
        double[] result = CommonOps_DDRM.mult(axes, along, null).getData();
        Arrays.setAll(result, i -> result[i] + mean[i]);
        return result;
    }

    /** The largest errors over the cells. */
    private record Error(double mean, double deviation) {}

    /** Returns the errors of the means, relative to the deviation of the field, and of the deviations, relative to those of kriging. */
    private Error error(OneStepSampling sampling) {
        GaussianDenoiser posterior = new GaussianDenoiser(
                HostArray.wrap(Shape.of(CELLS), centers()),
                Diagonal.of(HostArray.wrap(Shape.of(CELLS), variances.clone())));
        Chain.Marginals found = Chain.marginals(sampling.of(posterior, Shape.of(CELLS), PRIOR));
        double[] mean =
                CommonOps_DDRM.mult(axes, new DMatrixRMaj(found.mean()), null).getData();
        double[] exact = kriging.deviation();
        double ofMean = 0;
        double ofDeviation = 0;
        for (int i = 0; i < CELLS; i++) {
            double variance = 0;
            for (int k = 0; k < CELLS; k++) {
                variance += axes.get(i, k) * axes.get(i, k) * found.variance()[k];
            }
            ofMean = Math.max(ofMean, Math.abs(mean[i] - kriging.mean()[i]));
            ofDeviation = Math.max(ofDeviation, Math.abs(Math.sqrt(variance) / exact[i] - 1));
        }
        return new Error(ofMean, ofDeviation);
    }

    private static TimeGrid levels(double highest, int steps) {
        return TimeGrid.karras(0.002, highest, 7, steps);
    }

    /** P10 with the sampler recommended for posteriors. */
    @ParameterizedTest
    @CsvSource({"50, 0.05", "1000, 0.02"})
    void samplesHaveTheMomentsOfKriging(int steps, double tolerance) {
        Error error = error(ChurnedHeun.above(levels(80, steps), 1));
        assertThat(error.mean()).isLessThan(tolerance);
        assertThat(error.deviation()).isLessThan(tolerance);
    }

    /** A deterministic sampler keeps the error of its start, which only a higher first level reduces. */
    @Test
    void deterministicSamplersRememberTheirStart() {
        double at80 = error(new Heun(levels(80, 50))).mean();
        assertThat(at80).isGreaterThan(0.02);
        assertThat(error(new Heun(levels(80, 200))).mean()).isCloseTo(at80, within(0.02 * at80));
        assertThat(error(new Heun(levels(320, 50))).mean()).isCloseTo(at80 / 4, within(0.02 * at80));
        assertThat(error(ChurnedHeun.above(levels(80, 50), 1)).mean()).isLessThan(1e-3 * at80);
        assertThat(error(new Ancestral(levels(80, 50))).mean()).isLessThan(0.03 * at80);
    }

    /** Doubling the steps divides the error of the deviations by 2 to the order. */
    @Test
    void deviationsConvergeWithTheOrderOfTheSampler() {
        assertThat(order(new Euler(levels(80, 50)), new Euler(levels(80, 100)))).isCloseTo(1, within(0.15));
        assertThat(order(new Heun(levels(80, 50)), new Heun(levels(80, 100)))).isCloseTo(2, within(0.2));
        assertThat(order(new Ancestral(levels(80, 100)), new Ancestral(levels(80, 200))))
                .isCloseTo(1, within(0.15));
        assertThat(order(ChurnedHeun.above(levels(80, 100), 1), ChurnedHeun.above(levels(80, 200), 1)))
                .isCloseTo(2, within(0.2));
    }

    private double order(OneStepSampling few, OneStepSampling many) {
        return Math.log(error(few).deviation() / error(many).deviation()) / Math.log(2);
    }
}
