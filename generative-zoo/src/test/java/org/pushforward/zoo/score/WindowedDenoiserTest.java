package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.DenseFactor;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.observation.CellObservation;
import org.pushforward.zoo.posterior.Mmps;
import org.pushforward.zoo.posterior.Observation;

class WindowedDenoiserTest {
    private static GaussianDenoiser exact(FieldCovariance covariance, int rows, int columns) {
        return new GaussianDenoiser(
                HostArray.scalar(DType.F64, 0),
                covariance.on(Grid.of(rows, columns).places(), Shape.of(1, rows, columns)));
    }

    private static WindowedDenoiser composed(FieldCovariance covariance, Shape window, Shape domain, int overlap) {
        return WindowedDenoiser.of(exact(covariance, window.dim(1), window.dim(2)), window, domain, overlap);
    }

    /** Returns D of the rows of x, [n, cells]. */
    private static DMatrixRMaj denoised(ConditionalDenoiser denoiser, DMatrixRMaj x, Shape domain, double sigma) {
        Tensor fields = Tensor.constant(HostArray.wrap(domain.prepend(x.numRows), x.data.clone()));
        Tensor level = Tensor.full(new TensorType(DType.F64, Shape.of(1, 1, 1, 1)), sigma);
        double[] values = new Oracle().evaluate(denoiser.given(Context.none()).denoise(fields, level));
        return new DMatrixRMaj(x.numRows, x.numCols, true, values);
    }

    /**
     * Returns the root mean square error of the composed denoiser in each cell, over noisy Gaussian fields, relative to the deviation of
     * the clean field given the noisy one. Since denoisers are linear, it follows from the difference of their matrices.
     */
    private static double[] errors(FieldCovariance covariance, Shape window, Shape domain, int overlap, double sigma) {
        int cells = domain.size();
        DMatrixRMaj identity = CommonOps_DDRM.identity(cells);
        DMatrixRMaj full = denoised(exact(covariance, domain.dim(1), domain.dim(2)), identity, domain, sigma);
        DMatrixRMaj windows = denoised(composed(covariance, window, domain, overlap), identity, domain, sigma);
        DMatrixRMaj off = CommonOps_DDRM.subtract(windows, full, null);
        DMatrixRMaj noisy = DenseFactor.matrix(
                covariance, Grid.of(domain.dim(1), domain.dim(2)).places());
        for (int i = 0; i < cells; i++) {
            noisy.add(i, i, sigma * sigma);
        }
        // Row i of a matrix of denoised unit vectors is the effect of cell i, so its columns are the cells of the
        // result.
        DMatrixRMaj product = CommonOps_DDRM.mult(noisy, off, null);
        double[] errors = new double[cells];
        for (int i = 0; i < cells; i++) {
            double square = 0;
            for (int j = 0; j < cells; j++) {
                square += off.get(j, i) * product.get(j, i);
            }
            errors[i] = Math.sqrt(Math.max(square, 0) / (sigma * sigma * full.get(i, i)));
        }
        return errors;
    }

    private static double largest(double... values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    @Test
    void oneWindowIsTheLocalDenoiser() {
        Shape domain = Shape.of(1, 5, 6);
        FieldCovariance covariance = Structure.of(new Matern(1.5), 1, 2);
        DMatrixRMaj x = new DMatrixRMaj(
                2, 30, true, RandomKey.of(1).normal(Shape.of(60)).toDoubles());
        WindowedDenoiser windowed = composed(covariance, domain, domain, 3);
        assertThat(windowed.windows()).isEqualTo(1);
        assertThat(denoised(windowed, x, domain, 0.7).data)
                .containsExactly(denoised(exact(covariance, 5, 6), x, domain, 0.7).data, within(1e-12));
    }

    @Test
    void errorsFallWithTheOverlap() {
        FieldCovariance covariance = Structure.of(new Matern(1.5), 1, 1.2);
        // Of windows of 16 cells, 3, 4 or 7 have exactly these overlaps.
        Shape domain = Shape.of(1, 1, 40);
        double before = 0.03;
        for (int overlap : new int[] {4, 8, 12}) {
            double error = largest(errors(covariance, Shape.of(1, 1, 16), domain, overlap, 0.5));
            assertThat(error).as("overlap of %s", overlap).isLessThan(before);
            before = error / 1.5;
        }
        assertThat(before).isLessThan(0.002);
    }

    /** P33: for a Markov chain, whose neighbors are in the window of every cell that counts, the score becomes exact. */
    @Test
    void theScoreOfAMarkovChainBecomesExactAsTheNoiseVanishes() {
        FieldCovariance chain = Structure.of(new Exponential(), 1, 3);
        Shape domain = Shape.of(1, 1, 30);
        double[] levels = {0.2, 0.1, 0.05};
        double before = 0.01;
        for (double sigma : levels) {
            DMatrixRMaj identity = CommonOps_DDRM.identity(domain.size());
            DMatrixRMaj full = denoised(exact(chain, 1, domain.dim(2)), identity, domain, sigma);
            DMatrixRMaj parts = denoised(composed(chain, Shape.of(1, 1, 10), domain, 4), identity, domain, sigma);
            // Both scores are (D - x) / sigma^2.
            double score = CommonOps_DDRM.elementMaxAbs(CommonOps_DDRM.subtract(full, identity, null));
            double error = CommonOps_DDRM.elementMaxAbs(CommonOps_DDRM.subtract(parts, full, null)) / score;
            assertThat(error).as("sigma = %s", sigma).isLessThan(before);
            before = error / 3;
        }
    }

    @Test
    void fieldsHaveNoSeams() {
        FieldCovariance covariance = Structure.of(new Matern(1.5), 1, 1);
        Shape domain = Shape.of(1, 12, 15);
        for (double sigma : new double[] {0.2, 5}) {
            double[] errors = errors(covariance, Shape.of(1, 9, 9), domain, 6, sigma);
            // In no cell, whether at the edge of a window or in its middle, is the error more than a twentieth of the
            // uncertainty.
            assertThat(largest(errors)).as("sigma = %s", sigma).isLessThan(0.05);
        }
    }

    @Test
    void momentMatchingActsOnTheLargeField() {
        FieldCovariance covariance = Structure.of(new Matern(1.5), 1, 1);
        Shape domain = Shape.of(1, 12, 18);
        Grid grid = Grid.of(12, 18);
        int[] cells = {0, 30, 77, 101, 102, 150, 215};
        Observation observation = Observation.withDeviation(
                CellObservation.gauges(grid, grid.places().select(cells)), 0.1);
        Tensor x = Tensor.constant(HostArray.wrap(
                domain.prepend(1), RandomKey.of(2).normal(Shape.of(216)).toDoubles()));
        Tensor level = Tensor.full(new TensorType(DType.F64, Shape.of(1, 1, 1, 1)), 0.8);
        Tensor y = Tensor.constant(HostArray.of(Shape.of(1, 7), 1.0, -1, 0.5, 2, 1.5, 0, -0.7));
        ConditionalDenoiser parts = composed(covariance, Shape.of(1, 10, 10), domain, 7);
        double[] found = new Oracle().evaluate(new Mmps(parts, observation, 10).denoise(x, level, y));
        double[] whole =
                new Oracle().evaluate(new Mmps(exact(covariance, 12, 18), observation, 10).denoise(x, level, y));
        // The values are of size 1.
        assertThat(found).containsExactly(whole, within(0.03));
    }

    @Test
    void contextIsCutWithTheField() {
        // The local denoiser adds its context, two fields and a number, so the composed one must add those of the
        // domain.
        Shape window = Shape.of(2, 1, 4, 4);
        Shape domain = Shape.of(2, 1, 6, 9);
        ConditionalDenoiser local = new ConditionalDenoiser() {
            @Override
            public Schema context() {
                return Schema.of("field", TensorType.f32(2, 1, 4, 4))
                        .with("map", TensorType.f32(4, 4))
                        .with("number", TensorType.f32(1));
            }

            @Override
            public Denoiser given(Context context) {
                return (x, sigma) -> x.add(context.get("field"))
                        .add(context.get("map").reshape(x.dim(0), 1, 1, 4, 4))
                        .add(context.get("number").reshape(x.dim(0), 1, 1, 1, 1))
                        .mul(sigma);
            }
        };
        WindowedDenoiser windowed = WindowedDenoiser.of(local, window, domain, 2);
        assertThat(windowed.context())
                .isEqualTo(Schema.of("field", TensorType.f32(2, 1, 6, 9))
                        .with("map", TensorType.f32(6, 9))
                        .with("number", TensorType.f32(1)));
        assertThat(windowed.windows()).isEqualTo(8);
        HostArray x = RandomKey.of(3).normal(domain.prepend(2)).cast(DType.F64);
        HostArray field = RandomKey.of(4).normal(domain.prepend(2)).cast(DType.F64);
        HostArray map = RandomKey.of(5).normal(Shape.of(2, 6, 9)).cast(DType.F64);
        Context context = Context.of("field", Tensor.constant(field))
                .with("map", Tensor.constant(map))
                .with("number", Tensor.constant(HostArray.of(Shape.of(2, 1), 10.0, 20)));
        Tensor levels = Tensor.constant(HostArray.of(Shape.of(2, 1, 1, 1, 1), 1.0, 2));
        Tensor denoised = windowed.given(context).denoise(Tensor.constant(x), levels);
        assertThat(denoised.shape()).isEqualTo(domain.prepend(2));
        double[] expected = IntStream.range(0, 216)
                .mapToDouble(i -> {
                    int row = i / 108;
                    return (x.get(i) + field.get(i) + map.get(row * 54 + i % 54) + 10 * (row + 1)) * (row + 1);
                })
                .toArray();
        assertThat(new Oracle().evaluate(denoised)).containsExactly(expected, within(1e-12));
    }

    /** In a plane without channels, and with windows of the least overlap. */
    @Test
    void fieldsMayHaveTwoAxes() {
        Denoiser local = (x, sigma) -> x.mul(sigma);
        WindowedDenoiser windowed = WindowedDenoiser.of(local, Shape.of(3, 4), Shape.of(3, 8), 2);
        assertThat(windowed.windows()).isEqualTo(3);
        HostArray x = RandomKey.of(3).normal(Shape.of(1, 3, 8)).cast(DType.F64);
        Tensor level = Tensor.full(new TensorType(DType.F64, Shape.of(1, 1, 1)), 1);
        assertThat(new Oracle().evaluate(windowed.given(Context.none()).denoise(Tensor.constant(x), level)))
                .containsExactly(x.toDoubles(), within(1e-12));
        Tensor single = Tensor.constant(x.cast(DType.F32));
        assertThat(windowed.given(Context.none())
                        .denoise(single, level.cast(DType.F32))
                        .type())
                .isEqualTo(TensorType.f32(1, 3, 8));
    }

    /** The large model has the same parameters, training and samplers, and draws large fields. */
    @Test
    void enlargedModelKeepsItsParameters() {
        DiffusionModel small = new Diffusion().build(DataType.standard(Shape.of(1, 4, 4)));
        DiffusionModel large = WindowedDenoiser.enlarge(small, Shape.of(1, 6, 9), 2);
        assertThat(large.group()).isEqualTo(small.group());
        assertThat(large.learned()).isSameAs(small.learned());
        assertThat(large.samplers().keySet()).isEqualTo(small.samplers().keySet());
        assertThat(large.sampler().event()).isEqualTo(Shape.of(1, 6, 9));
        assertThat(((WindowedDenoiser) large.denoiser()).windows()).isEqualTo(8);
    }

    @Test
    void misfitsAreNamed() {
        Denoiser local = (x, sigma) -> x;
        assertThatThrownBy(() -> WindowedDenoiser.of(local, Shape.of(1, 8, 8), Shape.of(2, 16, 16), 4))
                .hasMessageContaining("windows of shape [1, 8, 8] on a field of shape [2, 16, 16]");
        assertThatThrownBy(() -> WindowedDenoiser.of(local, Shape.of(1, 8, 8), Shape.of(1, 16, 6), 4))
                .hasMessageContaining("not longer than the axis");
        assertThatThrownBy(() -> WindowedDenoiser.of(local, Shape.of(1, 8, 8), Shape.of(1, 16, 16), 1))
                .hasMessageContaining("an overlap from 2 to 7");
        assertThatThrownBy(() -> WindowedDenoiser.of(local, Shape.of(1, 8, 8), Shape.of(1, 16, 16), 8))
                .hasMessageContaining("an overlap from 2 to 7");
        assertThatThrownBy(() -> WindowedDenoiser.of(local, Shape.of(8), Shape.of(8), 2))
                .hasMessageContaining("windows of shape [8]");
    }
}
