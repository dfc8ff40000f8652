package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Batch;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Objective;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.Sampling;
import org.pushforward.model.Step;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Scope;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.sampler.Euler;
import org.pushforward.zoo.sampler.Heun;
import org.pushforward.zoo.sampler.TimeGrid;

/** Checks what a diffusion model hands to its objective and its samplers, with a denoiser of one parameter. */
class DiffusionModelTest {
    private static final Shape EVENT = Shape.of(2);

    private final Scope scope = Scope.root();
    private final Tensor w = scope.parameter("w", Shape.scalar(), Initializer.constant(0.5));
    private final Schema schema = Schema.of(EVENT).with("y", TensorType.f32(2));
    private final Map<String, Sampling<DiffusionModel>> samplings = new LinkedHashMap<>();

    /** D = w x / (1 + sigma) + y. */
    private final ConditionalDenoiser denoiser = new ConditionalDenoiser() {
        @Override
        public Schema context() {
            return Schema.of("y", TensorType.f32(2));
        }

        @Override
        public Denoiser given(Context context) {
            return (x, sigma) -> x.mul(w).div(sigma.add(1)).add(context.get("y"));
        }
    };

    DiffusionModelTest() {
        samplings.put("heun", new Heun(TimeGrid.karras(6)));
        samplings.put("euler", new Euler(TimeGrid.karras(4)));
    }

    private DiffusionModel model(Objective<? super DiffusionModel> objective) {
        return new DiffusionModel(
                EVENT,
                new DiffusionModel.Moments(0, 1),
                denoiser,
                denoiser,
                objective,
                schema,
                ParameterGroup.of("denoiser", scope),
                samplings);
    }

    /** A step on given rows that remembers its losses. */
    private static final class Recorded implements Step {
        private final Oracle oracle = new Oracle();
        private final List<ParameterGroup> groups = new ArrayList<>();
        private final List<Tensor> losses = new ArrayList<>();
        private final List<Tensor> drawn = new ArrayList<>();
        private final Batch batch;

        private Recorded(int... event) {
            int[] dims = Shape.of(event).prepend(3).dims();
            batch = new Batch(Map.of(Schema.X, oracle.single("x", dims), "y", oracle.single("y", 3, 2)));
        }

        @Override
        public int rows() {
            return 3;
        }

        @Override
        public Batch batch() {
            return batch;
        }

        @Override
        public void minimize(ParameterGroup group, Tensor loss) {
            groups.add(group);
            losses.add(loss);
        }

        @Override
        public Tensor normal(int... dims) {
            drawn.add(oracle.single("normal" + drawn.size(), dims));
            return drawn.get(drawn.size() - 1);
        }

        @Override
        public Tensor uniform(int... dims) {
            throw new AssertionError("the loss asks for normal noise alone");
        }

        @Override
        public Tensor state(String name, HostArray initial) {
            throw new AssertionError("the loss keeps no state");
        }

        @Override
        public void replace(Tensor state, Tensor next) {
            throw new AssertionError("the loss replaces nothing");
        }

        @Override
        public void report(String name, Tensor scalar) {
            throw new AssertionError("the loss reports nothing");
        }
    }

    /** E w |D(x + sigma z, sigma, y) - x|^2 / 2 with sigma = exp(0.25 + 0.75 n) and w = 1 / sigma. */
    @Test
    void aStepMinimizesTheLossOfTheRecordedContext() {
        Recorded step = new Recorded(2);
        LossWeight weight = (sigma, context) -> sigma.reciprocal();
        DiffusionModel model = model(new DenoisingScoreMatching(weight, new NoiseDistribution(0.25, 0.75)));
        model.learn(step);
        assertThat(step.groups).containsExactly(model.group());
        assertThat(step.drawn).extracting(Tensor::shape).containsExactly(Shape.of(3, 1), Shape.of(3, 2));
        Oracle oracle = step.oracle.with(w, HostArray.scalar(w.dtype(), 0.5));
        HostArray x = oracle.value(step.batch.x());
        HostArray y = oracle.value(step.batch.get("y"));
        double sum = 0;
        for (int n = 0; n < 3; n++) {
            double sigma =
                    Math.exp(0.25 + 0.75 * oracle.value(step.drawn.get(0)).get(n));
            for (int j = 0; j < 2; j++) {
                double noisy =
                        x.get(n, j) + sigma * oracle.value(step.drawn.get(1)).get(n, j);
                double miss = 0.5 * noisy / (1 + sigma) + y.get(n, j) - x.get(n, j);
                sum += miss * miss / sigma / 6;
            }
        }
        assertThat(oracle.array(step.losses.get(0)).item()).isCloseTo(sum, within(1e-12));
    }

    @Test
    void rowsOfAnotherShapeAreRefused() {
        DiffusionModel model = model(new DenoisingScoreMatching(new Preconditioning(1), new NoiseDistribution(0, 1)));
        assertThatThrownBy(() -> model.learn(new Recorded(1))).hasMessageContaining("data of a diffusion model");
        Tensor x = Tensor.input("x", TensorType.f32(2, 2));
        Tensor levels = Tensor.input("levels", TensorType.f32(2));
        DenoisingScoreMatching objective =
                new DenoisingScoreMatching(new Preconditioning(1), new NoiseDistribution(0, 1));
        assertThatThrownBy(() -> objective.loss(denoiser, Context.none(), x, levels, x))
                .hasMessageContaining("noise levels of type f32[2] for data of type f32[2, 2]");
    }

    @Test
    void theFirstSamplerIsTheDefault() {
        DiffusionModel model = model((same, step) -> {});
        assertThat(model.samplers().keySet()).containsExactly("heun", "euler");
        Sampler<?> first = model.samplers().get("heun");
        assertThat(first.steps()).isEqualTo(model.samplers().get("euler").steps() + 2);
        assertThat(model.sampler().steps()).isEqualTo(first.steps());
        assertThat(model.sampler().event()).isEqualTo(EVENT);
        assertThat(model.groups()).containsExactly(model.group());
    }

    @Test
    void samplingsDoNotFollowTheCallersMap() {
        DiffusionModel model = model((same, step) -> {});
        samplings.clear();
        assertThat(model.samplings().keySet()).containsExactly("heun", "euler");
        assertThatThrownBy(() -> model.samplings().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> model((same, step) -> {})).hasMessageContaining("without samplers");
    }

    @Test
    void anotherDenoiserKeepsWhatWasLearned() {
        DiffusionModel model = model((same, step) -> {});
        Denoiser other = (x, sigma) -> x;
        DiffusionModel guided = model.denoisedBy(other);
        assertThat(guided.denoiser()).isSameAs(other);
        assertThat(guided.learned()).isSameAs(denoiser);
        assertThat(guided.group()).isEqualTo(model.group());
        assertThat(guided.samplers().keySet()).containsExactly("heun", "euler");
    }

    @Test
    void momentsOutOfRangeAreRefused() {
        assertThat(new DiffusionModel.Moments(-3, 0).variance()).isZero();
        assertThatThrownBy(() -> new DiffusionModel.Moments(0, -1)).hasMessageContaining("variance -1.0");
        assertThatThrownBy(() -> new DiffusionModel.Moments(0, Double.NaN)).hasMessageContaining("variance NaN");
        assertThatThrownBy(() -> new DiffusionModel.Moments(0, Double.POSITIVE_INFINITY))
                .hasMessageContaining("variance Infinity");
        assertThatThrownBy(() -> new DiffusionModel.Moments(Double.NaN, 1)).hasMessageContaining("mean NaN");
    }
}
