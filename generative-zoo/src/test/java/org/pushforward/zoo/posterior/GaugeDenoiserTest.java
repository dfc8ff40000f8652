package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.family.Gauges;
import org.pushforward.zoo.score.DenoiserNetwork;
import org.pushforward.zoo.score.DiffusionModel;

/** Compares the denoiser of a field with gauges with its formula. */
class GaugeDenoiserTest {
    private static final Shape FIELD = Shape.of(1, 2, 3);
    private static final Shape TWO = Shape.of(2, 1, 2, 3);
    private static final int SQUARES = 5 + 2 * KrigingDenoisers.COUNT;
    private static final double SIGMA = 0.75;
    private static final double MEAN = 0.5;
    private static final double DEVIATION = 2;

    /** The first field has an exact gauge at (0, 0) and a noisy one at (1, 2), and the second has none. */
    private static final double[] MASK = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};

    private static final double[] OBSERVED = {2, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0};
    private static final double[] NOISE = {0, 0, 0, 0, 0, 0.6, 0, 0, 0, 0, 0, 0};

    private final Oracle oracle = new Oracle();
    private final Tensor x = oracle.single("x", TWO.dims());
    private final Context context = Context.of(GaugeDenoiser.OBSERVED, constant(OBSERVED))
            .with(GaugeDenoiser.MASK, constant(MASK))
            .with(GaugeDenoiser.NOISE, constant(NOISE));

    private static Tensor constant(double[] values) {
        return Tensor.constant(HostArray.of(TWO, values).cast(DType.F32));
    }

    /** What the class says about a cell: f, s^2 and V, by loops over the gauges. */
    private static double[] interpolated(int cell) {
        double near = 0.16 * DEVIATION * DEVIATION;
        double weights = 0.01;
        double sum = 0;
        for (int gauge = cell / 6 * 6; gauge < cell / 6 * 6 + 6; gauge++) {
            if (MASK[gauge] == 1 && gauge != cell) {
                double down = gauge % 6 / 3 - cell % 6 / 3;
                double across = gauge % 3 - cell % 3;
                double weight = near / (near + NOISE[gauge] * NOISE[gauge]) / (down * down + across * across);
                weights += weight;
                sum += weight * (OBSERVED[gauge] - MEAN);
            }
        }
        double others = MEAN + sum / weights;
        double around = near + (DEVIATION * DEVIATION - near) * 0.01 / weights;
        double gain = MASK[cell] * around / (around + NOISE[cell] * NOISE[cell]);
        return new double[] {others + gain * (OBSERVED[cell] - others), (1 - gain) * around, around, gain};
    }

    /** Returns the output of a network that takes no kriging denoiser. */
    private static Tensor onlyResidual(Tensor output) {
        Tensor none = output.zerosLike().sub(1.0 / KrigingDenoisers.COUNT);
        return Tensor.concat(1, List.of(output, Tensor.concat(1, Collections.nCopies(KrigingDenoisers.COUNT, none))));
    }

    /** Numbers of the interpolation are float32. */
    @Test
    void networkDenoisesTheResidualWithScalingsOfEachCell() {
        DenoiserNetwork network = (in, level, given) -> {
            Tensor seen = given.get("seen");
            return onlyResidual(in.slice(1, 0, 1)
                    .tanh()
                    .add(seen.slice(1, 0, 1).mul(0.1))
                    .add(seen.slice(1, 1, 2).mul(0.2))
                    .add(seen.slice(1, 2, 3).mul(0.3))
                    .add(seen.slice(1, 3, 4).mul(0.4))
                    .add(seen.slice(1, 4, 5).mul(0.5))
                    .add(level));
        };
        GaugeDenoiser denoiser = new GaugeDenoiser(FIELD, MEAN, DEVIATION, network);
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), (float) SIGMA));
        double[] actual = oracle.evaluate(denoiser.given(context).denoise(x, level));
        double[] weights = oracle.evaluate(denoiser.weight(level, context));
        double[] noisy = oracle.value(x).toDoubles();
        for (int i = 0; i < actual.length; i++) {
            double[] known = interpolated(i);
            double total = SIGMA * SIGMA + known[1];
            double left = noisy[i] - known[0];
            double network0 = Math.tanh(left / Math.sqrt(total))
                    + 0.1 * MASK[i] * (OBSERVED[i] - MEAN) / DEVIATION
                    + 0.2 * known[3]
                    + 0.3 * (known[0] - MEAN) / DEVIATION
                    + 0.4 * Math.sqrt(known[1]) / DEVIATION
                    + 0.5 * scaledMean(i / 6, noisy)
                    + Math.log(SIGMA / DEVIATION) / 4;
            double expected = known[0] + known[1] / total * left + SIGMA * Math.sqrt(known[1] / total) * network0;
            assertThat(actual[i]).as("cell %s", i).isCloseTo(expected, within(1e-5));
            assertThat(weights[i]).isCloseTo((SIGMA * SIGMA + known[2]) / (SIGMA * SIGMA * known[2]), within(1e-5));
        }
        assertThat(actual[0]).as("an exact gauge").isCloseTo(2, within(1e-6));
    }

    /** Without gauges f is the mean and s the deviation; the last channel has means over 2 x 2 of the 8 x 8 cells. */
    @Test
    void networkSeesMeansOverSquares() {
        Shape field = Shape.of(1, 8, 8);
        DenoiserNetwork network =
                (in, level, given) -> onlyResidual(given.get("seen").slice(1, SQUARES, SQUARES + 1));
        Tensor fields = oracle.single("fields", 2, 1, 8, 8);
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), (float) SIGMA));
        double[] actual = oracle.evaluate(new GaugeDenoiser(field, MEAN, DEVIATION, network)
                .withoutGauges()
                .denoise(fields, level));
        double[] noisy = oracle.value(fields).toDoubles();
        double variance = DEVIATION * DEVIATION;
        double total = SIGMA * SIGMA + variance;
        for (int i = 0; i < actual.length; i++) {
            int corner = i / 64 * 64 + i % 64 / 16 * 16 + i % 8 / 2 * 2;
            double residual = (noisy[corner] + noisy[corner + 1] + noisy[corner + 8] + noisy[corner + 9]) / 4 - MEAN;
            double mean = residual / Math.sqrt(SIGMA * SIGMA / 4 + variance);
            double expected = MEAN + variance / total * (noisy[i] - MEAN) + SIGMA * DEVIATION / Math.sqrt(total) * mean;
            assertThat(actual[i]).as("cell %s", i).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void squaresNeedAFieldThatTheyDivide() {
        int fits = 2 * KrigingDenoisers.COUNT;
        assertThat(channels(8, 8)).isEqualTo(6 + fits);
        assertThat(channels(12, 12)).isEqualTo(6 + fits);
        assertThat(channels(4, 4)).isEqualTo(5 + fits);
        assertThat(channels(6, 6)).isEqualTo(5 + fits);
        assertThat(channels(8, 12)).isEqualTo(5 + fits);
        assertThatThrownBy(() -> GaugeDenoiser.seen(Shape.of(2, 8, 8))).hasMessageContaining("[1, rows, columns]");
        assertThatThrownBy(() -> GaugeDenoiser.seen(Shape.of(1, 8))).hasMessageContaining("[1, rows, columns]");
    }

    private static int channels(int rows, int columns) {
        Shape seen = GaugeDenoiser.seen(Shape.of(1, rows, columns)).get("seen").shape();
        assertThat(seen).isEqualTo(Shape.of(seen.dim(0), rows, columns));
        return seen.dim(0);
    }

    @Test
    void contextHasThreeFields() {
        TensorType field = new TensorType(DType.F32, FIELD);
        assertThat(new GaugeDenoiser(FIELD, MEAN, DEVIATION, (in, level, seen) -> in).context())
                .isEqualTo(Schema.of("observed", field).with("mask", field).with("noise", field));
    }

    /**
     * A network that answers 0 leaves the mean of the kriging denoisers, and an exact gauge its value. At a noisy gauge of gain g they
     * count 1 - g.
     */
    @Test
    void learningStartsFromTheMeanOfTheKrigingDenoisers() {
        GaugeDenoiser denoiser = new GaugeDenoiser(FIELD, MEAN, DEVIATION, (in, level, seen) -> in.zerosLike());
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), (float) SIGMA));
        double[] actual = oracle.evaluate(denoiser.given(context).denoise(x, level));
        Tensor mask = constant(MASK);
        double[] kriged = oracle.evaluate(new KrigingDenoisers(FIELD)
                .given(
                        x.sub(MEAN).div(DEVIATION),
                        level.div(DEVIATION),
                        constant(OBSERVED).sub(MEAN).mul(mask).div(DEVIATION),
                        mask,
                        constant(NOISE).div(DEVIATION).square())
                .means()
                .mean(1));
        double[] noisy = oracle.value(x).toDoubles();
        for (int i = 0; i < actual.length; i++) {
            double[] known = interpolated(i);
            double base = known[0] + known[1] / (SIGMA * SIGMA + known[1]) * (noisy[i] - known[0]);
            double mean = MEAN + DEVIATION * kriged[i];
            assertThat(actual[i]).as("cell %s", i).isCloseTo(base + (1 - known[3]) * (mean - base), within(1e-5));
        }
        assertThat(actual[0]).as("an exact gauge").isCloseTo(2, within(1e-6));
    }

    /** The network sees how far each kriging denoiser is from the interpolation, and its outputs are their weights. */
    @Test
    void networkWeighsTheKrigingDenoisers() {
        DenoiserNetwork second = (in, level, seen) -> {
            Tensor weights = in.zerosLike().sub(1.0 / KrigingDenoisers.COUNT);
            Tensor chosen = weights.slice(1, 0, 1).zerosLike().add(1 - 1.0 / KrigingDenoisers.COUNT);
            int last = in.dim(1);
            return Tensor.concat(
                    1,
                    List.of(in.slice(1, 0, 1).zerosLike(), weights.slice(1, 1, 2), chosen, weights.slice(1, 3, last)));
        };
        // The residual's output, scaled by sigma s / sqrt(v), does the same as the weight where s^2 = V, away from
        // gauges.
        DenoiserNetwork same = (in, level, seen) -> onlyResidual(in.slice(1, 2, 3));
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), (float) SIGMA));
        double[] weighted = oracle.evaluate(
                new GaugeDenoiser(FIELD, MEAN, DEVIATION, second).given(context).denoise(x, level));
        double[] added = oracle.evaluate(
                new GaugeDenoiser(FIELD, MEAN, DEVIATION, same).given(context).denoise(x, level));
        for (int i = 0; i < weighted.length; i++) {
            if (MASK[i] == 0) {
                assertThat(weighted[i]).as("cell %s", i).isCloseTo(added[i], within(1e-5));
            }
        }
    }

    /** An output of 1000 counts like one of 4, so a field that nobody has seen does not explode. */
    @Test
    void weightsAreBounded() {
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), (float) SIGMA));
        double[] far = oracle.evaluate(weighted(1000).given(context).denoise(x, level));
        double[] near = oracle.evaluate(weighted(4).given(context).denoise(x, level));
        double[] below = oracle.evaluate(weighted(3).given(context).denoise(x, level));
        assertThat(far).containsExactly(near);
        assertThat(below[2]).isNotCloseTo(near[2], within(1e-3));
        assertThat(oracle.evaluate(weighted(-1000).given(context).denoise(x, level)))
                .containsExactly(oracle.evaluate(weighted(-4).given(context).denoise(x, level)));
    }

    private static GaugeDenoiser weighted(double weight) {
        return new GaugeDenoiser(
                FIELD,
                MEAN,
                DEVIATION,
                (in, level, seen) -> Tensor.concat(
                        1,
                        List.of(
                                in.slice(1, 0, 1).zerosLike(),
                                in.slice(1, 1, in.dim(1)).zerosLike().add(weight))));
    }

    private static double scaledMean(int row, double[] noisy) {
        double residual = 0;
        double variance = 0;
        for (int i = 6 * row; i < 6 * row + 6; i++) {
            residual += (noisy[i] - interpolated(i)[0]) / 6;
            variance += interpolated(i)[1] / 6;
        }
        return residual / Math.sqrt(SIGMA * SIGMA / 6 + variance);
    }

    /** The second field of the context has no gauges, so it is denoised like a field of the prior. */
    @Test
    void priorIsTheDenoiserWithoutGauges() {
        DenoiserNetwork network =
                (in, level, given) -> in.tanh().add(given.get("seen").mean(1).expandDims(1));
        GaugeDenoiser denoiser = new GaugeDenoiser(FIELD, MEAN, DEVIATION, network);
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), (float) SIGMA));
        double[] given = oracle.evaluate(denoiser.given(context).denoise(x, level));
        double[] prior = oracle.evaluate(denoiser.withoutGauges().denoise(x, level));
        for (int i = 6; i < 12; i++) {
            assertThat(prior[i]).isCloseTo(given[i], within(1e-6));
        }
        assertThat(prior[1]).isNotCloseTo(given[1], within(0.1));
    }

    @Test
    void networkWithOtherChannelsIsRefused() {
        GaugeDenoiser denoiser = new GaugeDenoiser(FIELD, MEAN, DEVIATION, (in, level, seen) -> in.slice(1, 0, 1));
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), (float) SIGMA));
        assertThatThrownBy(() -> denoiser.given(context).denoise(x, level))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 1, 2, 3]")
                .hasMessageContaining("[2, 7, 2, 3]");
    }

    @Test
    void dataThatAreNoFieldsAreRefused() {
        for (Shape shape : List.of(Shape.of(3), Shape.of(2, 4, 4), Shape.of(1, 4))) {
            String message = "gauges in data of shape " + shape + ": expected fields on a grid";
            assertThatThrownBy(() -> new GaugeDenoiser(shape, 0, 1, (in, level, given) -> in))
                    .hasMessageContaining(message);
            assertThatThrownBy(() -> GaugeDenoiser.images(shape)).hasMessageContaining(message);
        }
        assertThat(GaugeDenoiser.images(FIELD)).isEqualTo(Shape.of(1 + KrigingDenoisers.COUNT, 2, 3));
    }

    @Test
    void levelsOfAnotherShapeAreRefused() {
        GaugeDenoiser denoiser = new GaugeDenoiser(FIELD, MEAN, DEVIATION, (in, level, given) -> in);
        Tensor levels = Tensor.constant(HostArray.of(Shape.of(2), 1f, 2f));
        assertThatThrownBy(() -> denoiser.given(context).denoise(x, levels))
                .hasMessageContaining("noise levels of type f32[2]");
    }

    @Test
    void onlyAModelWithGaugesHasAPriorOfItsOwn() {
        DiffusionModel plain = new Diffusion().build(DataType.standard(Shape.of(2)));
        assertThatThrownBy(() -> GaugeDenoiser.prior(plain))
                .hasMessageContaining("expected one that was trained with gauges");
        DiffusionModel gauged = new Diffusion().seenAt(new Gauges()).build(DataType.standard(FIELD));
        assertThat(GaugeDenoiser.prior(gauged).denoiser().context()).isEqualTo(Schema.empty());
        assertThat(GaugeDenoiser.prior(gauged).learned()).isSameAs(gauged.learned());
    }
}
