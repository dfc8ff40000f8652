package org.pushforward.zoo.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.posterior.RandomGauges;
import org.pushforward.zoo.sampler.Ancestral;
import org.pushforward.zoo.sampler.Heun;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.ClassConditional;
import org.pushforward.zoo.score.ClassifierFree;
import org.pushforward.zoo.score.DenoisingScoreMatching;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.Preconditioning;

/** Checks that the family adapts its samplers and its denoiser to the mean and deviation of the data. */
class DiffusionTest {
    private static final RandomKey KEY = RandomKey.of(31);
    private static final Shape PLANE = Shape.of(2);
    private static final Diffusion PLAIN = Diffusion.of(new DenoiserArchitecture.PerceptronDenoiser(List.of(8)));

    /** Otherwise sampling of data with deviation 100 would start with too little noise, and data with deviation 0.01 would stay blurred. */
    @Test
    void samplerLevelsScaleWithTheDeviationOfTheData() {
        for (double deviation : new double[] {1, 100, 0.01}) {
            Diffusion diffusion = new Diffusion(
                    PLAIN.network(), 5, 7, new KarrasLevels(0.02, 30, 5), Optional.empty(), Optional.empty());
            DiffusionModel model = diffusion.build(new DataType(Schema.of(PLANE), 0, deviation));
            for (Sampler<?> sampler : model.samplers().values()) {
                int steps = sampler.steps();
                assertThat(sampler.coefficients(0)[0] / deviation).isCloseTo(30, within(1e-12));
                assertThat(sampler.coefficients(steps - 1)[1] / deviation).isCloseTo(0.02, within(1e-12));
                // By the paper's formula the levels in between scale in the same proportion.
                double second = Math.pow(Math.pow(30, 0.2) + (Math.pow(0.02, 0.2) - Math.pow(30, 0.2)) / steps, 5);
                assertThat(sampler.coefficients(1)[0] / deviation).isCloseTo(second, within(1e-11));
            }
        }
    }

    static Stream<DataType> data() {
        Schema given = Schema.of(PLANE).with("y", TensorType.f32(1));
        return Stream.of(
                new DataType(Schema.of(PLANE), 50, 1),
                new DataType(given, -3, 1),
                new DataType(Schema.of(PLANE).and(ClassConditional.labels()), 7, 1));
    }

    /** The network takes centered data: D(m + x) = m + D_0(x), where D_0 is the denoiser of centered data. */
    @ParameterizedTest
    @MethodSource("data")
    void denoiserIsShiftedToTheMeanOfTheData(DataType data) {
        boolean labels = data.context().equals(ClassConditional.labels());
        Diffusion diffusion = labels ? PLAIN.ofClasses(new Diffusion.Labels()) : PLAIN;
        DiffusionModel moved = diffusion.build(data);
        DiffusionModel centered = diffusion.build(new DataType(data.schema(), 0, 1));
        Oracle oracle = new Oracle();
        Tensor x = oracle.single("x", 3, 2);
        Tensor sigma = Tensor.constant(HostArray.of(Shape.of(3, 1), 0.1f, 1f, 9f));
        Context context = labels
                ? Context.of(ClassConditional.LABEL, Tensor.full(new TensorType(DType.I64, Shape.of(3)), 1))
                : data.context().isEmpty() ? Context.none() : Context.of("y", oracle.single("y", 3, 1));
        Oracle other = new Oracle().with(x, oracle.value(x));
        context.values().values().stream()
                .filter(value -> oracle.value(value) != null)
                .forEach(value -> other.with(value, oracle.value(value)));
        oracle.with(moved.parameters(), Oracle.randomValues(moved.parameters(), KEY));
        other.with(centered.parameters(), Oracle.randomValues(centered.parameters(), KEY));
        Tensor there = moved.denoiser()
                .given(context)
                .denoise(x.add(data.mean()), sigma)
                .sub(data.mean());
        Tensor here = centered.denoiser().given(context).denoise(x, sigma);
        assertThat(Oracle.relativeError(oracle.array(there), other.array(here))).isLessThan(1e-12);
        assertThat(other.evaluate(here)).doesNotContain(0.0);
    }

    /** The mean and deviation of the data determine the start of sampling, the weight of the loss and the trained levels. */
    @Test
    void trainingScalesWithTheDeviationOfTheData() {
        DiffusionModel model = PLAIN.build(new DataType(Schema.of(PLANE), -4, 3));
        assertThat(model.moments()).isEqualTo(new DiffusionModel.Moments(-4, 9));
        DenoisingScoreMatching objective = (DenoisingScoreMatching) model.objective();
        assertThat(((Preconditioning) objective.weight()).dataDeviation()).isEqualTo(3);
        assertThat(objective.levels().logMean()).isCloseTo(Math.log(2 * 3) - 1.2, within(1e-12));
        assertThat(objective.levels().logDeviation()).isEqualTo(1.2);
    }

    /** With gauges, training covers the levels of the samplers: from 0.005 to 20 deviations by default. */
    @Test
    void trainingWithGaugesCoversTheLevelsOfTheSamplers() {
        DiffusionModel model =
                PLAIN.seenAt(Gauges.exact(0.1, 0.5)).build(new DataType(Schema.of(Shape.of(1, 4, 4)), 0, 3));
        DenoisingScoreMatching objective = (DenoisingScoreMatching) model.objective();
        assertThat(objective.weight()).isSameAs(model.learned());
        double low = objective.levels().logMean() - 2.3 * objective.levels().logDeviation();
        double high = objective.levels().logMean() + 2.3 * objective.levels().logDeviation();
        assertThat(Math.exp(low) / 3).isCloseTo(0.005, within(1e-12));
        assertThat(Math.exp(high) / 3).isCloseTo(20, within(1e-9));
    }

    /** With gauges the network has a channel for the residual, and one for each of six kriging denoisers. */
    @Test
    void networkOfGaugesHasAnImageForEachDenoiser() {
        DiffusionModel model = PLAIN.seenAt(new Gauges()).build(DataType.standard(Shape.of(1, 2, 3)));
        ParameterValues values = ParameterValues.initial(model.parameters(), KEY);
        // It sees five images of its own and two fits of each covariance, and 64 numbers for the noise level.
        assertThat(values.get("dense.0.weight").shape()).isEqualTo(Shape.of(7 * 6 + (5 + 12) * 6 + 64, 8));
        assertThat(values.get("dense.1.weight").shape()).isEqualTo(Shape.of(8, 7 * 6));
    }

    @Test
    void gaugesOfTrainingAreInTheUnitOfTheData() {
        assertThat(new Gauges(0.1, 0.5, 0.2, 0.3).random(2)).isEqualTo(new RandomGauges(0.1, 0.5, 0.2, 0.6));
    }

    @Test
    void samplersHaveTheirSteps() {
        DiffusionModel model = PLAIN.steps(5, 7).build(DataType.standard(PLANE));
        assertThat(model.samplings().keySet()).containsExactly("heun", "ancestral");
        assertThat(model.samplings())
                .isEqualTo(Map.of(
                        "heun", new Heun(TimeGrid.karras(0.005, 20, 7, 5)),
                        "ancestral", new Ancestral(TimeGrid.karras(0.005, 20, 7, 7))));
    }

    @Test
    void classesNeedAColumn() {
        Diffusion diffusion = PLAIN.ofClasses(new Diffusion.Labels());
        assertThatThrownBy(() -> diffusion.build(DataType.standard(PLANE)))
                .hasMessageContaining("the data")
                .hasMessageContaining("label");
    }

    /** The network is initially zero, so the denoiser is the best linear one for data with this mean and deviation. */
    @ParameterizedTest
    @MethodSource("data")
    void newModelIsTheDenoiserOfGaussianData(DataType standard) {
        DataType data = new DataType(standard.schema(), standard.mean(), 3);
        boolean labels = data.context().equals(ClassConditional.labels());
        DiffusionModel model = (labels ? PLAIN.ofClasses(new Diffusion.Labels()) : PLAIN).build(data);
        Oracle oracle = new Oracle();
        oracle.with(model.parameters(), ParameterValues.initial(model.parameters(), KEY));
        Tensor x = oracle.single("x", 1, 2);
        Context context = labels
                ? Context.of(ClassConditional.LABEL, Tensor.full(new TensorType(DType.I64, Shape.of(1)), 1))
                : data.context().isEmpty() ? Context.none() : Context.of("y", oracle.single("y", 1, 1));
        Tensor sigma = Tensor.constant(HostArray.of(Shape.of(1, 1), 4f));
        double[] denoised = oracle.evaluate(model.denoiser().given(context).denoise(x, sigma));
        for (int j = 0; j < 2; j++) {
            double expected = data.mean() + 9 / 25.0 * (oracle.value(x).get(0, j) - data.mean());
            assertThat(denoised[j]).isCloseTo(expected, within(1e-6));
        }
    }

    /** Sampling uses guidance, and training does not. */
    @Test
    void classesAreGuidedByTheirWeight() {
        DataType data = new DataType(Schema.of(PLANE).and(ClassConditional.labels()), 0, 1);
        DiffusionModel plain = PLAIN.ofClasses(new Diffusion.Labels(2, 0.1, 0)).build(data);
        assertThat(plain.denoiser()).isSameAs(plain.learned());
        DiffusionModel guided =
                PLAIN.ofClasses(new Diffusion.Labels(2, 0.1, 1.5)).build(data);
        assertThat(guided.denoiser()).isEqualTo(new ClassifierFree((ClassConditional) guided.learned(), 1.5));
    }
}
