package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.data.Context;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.model.DataType;
import org.pushforward.nn.FlatParameters;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.nn.Scope;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.family.DenoiserArchitecture;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.posterior.AveragePooling;
import org.pushforward.zoo.posterior.Dps;
import org.pushforward.zoo.posterior.Observation;
import org.pushforward.zoo.posterior.PosteriorDenoiser;
import org.pushforward.zoo.sampler.Euler;
import org.pushforward.zoo.sampler.TimeGrid;

/** Checks shapes, derivatives and symmetries of the U-Net on the oracle. */
class UNetTest {
    private static final RandomKey KEY = RandomKey.of(31);
    private static final Shape IMAGES = Shape.of(3, 1, 4, 4);
    private static final HostArray X = KEY.fold("x").normal(IMAGES);

    private final Scope scope = Scope.root();
    private final UNet network =
            UNet.builder(1).levels(2, 4).groups(2).embedding(6).build(scope);
    private final ParameterValues values = Oracle.randomValues(scope.parameters(), KEY);

    private static HostArray levels(double... c) {
        return HostArray.of(Shape.of(c.length, 1, 1, 1), c).cast(DType.F32);
    }

    private HostArray evaluate(ParameterValues parameters, HostArray x, HostArray noise) {
        Tensor y = network.apply(Tensor.constant(x), Tensor.constant(noise), Context.none());
        Graph graph = Graph.builder()
                .inputs(new FlatParameters(scope.parameters()).leaves())
                .output("y", y)
                .build();
        return ReferenceInterpreter.evaluate(graph, parameters.byPath()).get("y");
    }

    /** In the benchmark's configuration each layer has as many parameters as in the same network in PyTorch. */
    @Test
    void benchmarkNetworkHasTheExpectedParameterCount() {
        Scope standard = Scope.root();
        UNet.builder(1).build(standard);
        assertThat(new FlatParameters(standard.parameters()).type().shape()).isEqualTo(Shape.of(698_657));
    }

    /** Compares a network of two levels with two blocks each with the same network in PyTorch, in float64 and with the same weights. */
    @Test
    void networkMatchesThePyTorchImplementation() {
        Scope place = Scope.root();
        UNet unet =
                UNet.builder(1).levels(2, 4).blocks(2).groups(2).embedding(6).build(place);
        Map<String, HostArray> waves = new HashMap<>();
        int first = 0;
        for (Parameter parameter : place.parameters()) {
            Shape shape = parameter.tensor().shape();
            int from = first;
            waves.put(parameter.path(), wave(shape, i -> Math.sin(from + i)));
            first += shape.size();
        }
        assertThat(first).isEqualTo(3209);
        Tensor y = unet.apply(
                Tensor.constant(wave(Shape.of(2, 1, 4, 4), Math::cos)),
                Tensor.constant(levels(0.3, -0.7)),
                Context.none());
        Graph graph = Graph.builder()
                .inputs(new FlatParameters(place.parameters()).leaves())
                .output("y", y)
                .build();
        HostArray result = ReferenceInterpreter.evaluate(graph, waves).get("y");
        int[] places = {0, 1, 4, 10, 15, 16, 22, 31};
        double[] expected = {
            0.2012165631760255,
            2.2900831589882316,
            -2.043583706854226,
            -0.24326555477686945,
            0.6347647048142866,
            0.010101698223533346,
            -3.8409220449250827,
            -1.6038037625771
        };
        for (int i = 0; i < places.length; i++) {
            // Constants in the graph, such as the 1/48 of a mean, are float32.
            assertThat(result.get(places[i])).isCloseTo(expected[i], within(1e-8));
        }
    }

    private static HostArray wave(Shape shape, IntToDoubleFunction distribution) {
        return HostArray.wrap(
                        shape,
                        IntStream.range(0, shape.size())
                                .mapToDouble(distribution)
                                .toArray())
                .cast(DType.F32);
    }

    @Test
    void imagesKeepTheirShape() {
        assertThat(evaluate(values, X, levels(0.1, -0.5, 0.7)).shape()).isEqualTo(IMAGES);
    }

    /** Channel 4 c + 2 i + j of a cell holds channel c of pixel (i, j) of its patch. */
    private static HostArray patches(HostArray images) {
        assertThat(images.shape()).isEqualTo(Shape.of(3, 2, 8, 4));
        double[] values = new double[images.size()];
        for (int k = 0; k < values.length; k++) {
            int row = k / 4 % 8;
            int column = k % 4;
            int channel = row % 2 * 2 + column % 2;
            values[k / 32 * 32 + channel * 8 + row / 2 * 2 + column / 2] = images.get(k);
        }
        return HostArray.of(Shape.of(3, 8, 4, 2), values).cast(images.dtype());
    }

    /** A network on patches is the same network on images of a quarter of the size with four times as many channels. */
    @Test
    void pixelsOfAPatchAreChannels() {
        Scope own = Scope.root();
        UNet patched =
                UNet.builder(2).patch(2).levels(2, 4).groups(2).embedding(6).build(own);
        Scope other = Scope.root();
        UNet wide = UNet.builder(8).levels(2, 4).groups(2).embedding(6).build(other);
        HostArray images = KEY.fold("patches").normal(Shape.of(3, 2, 8, 4));
        Oracle first = new Oracle().with(own.parameters(), Oracle.randomValues(own.parameters(), KEY));
        Oracle second = new Oracle().with(other.parameters(), Oracle.randomValues(other.parameters(), KEY));
        Tensor noise = Tensor.constant(levels(-1, 0, 1));
        HostArray here = first.array(patched.apply(Tensor.constant(images), noise, Context.none()));
        HostArray there = second.array(wide.apply(Tensor.constant(patches(images)), noise, Context.none()));
        assertThat(patches(here).toDoubles()).containsExactly(there.toDoubles(), within(0.0));
        assertThatThrownBy(() -> patched.apply(Tensor.constant(X.reshape(Shape.of(2, 2, 6, 2))), noise, Context.none()))
                .hasMessageContaining("patches of 2 x 2");
    }

    /** In training each sample has its own level; in sampling all share one. */
    @Test
    void oneLevelAppliesToEveryRow() {
        HostArray one = evaluate(values, X, levels(0.3));
        HostArray each = evaluate(values, X, levels(0.3, 0.3, 0.3));
        HostArray other = evaluate(values, X, levels(0.3, 0.3, 0.9));
        assertThat(Oracle.relativeError(one, each)).isLessThanOrEqualTo(1e-12);
        assertThat(Oracle.relativeError(other.rows(0, 2), each.rows(0, 2))).isLessThanOrEqualTo(1e-12);
        assertThat(Oracle.relativeError(other.rows(2, 3), each.rows(2, 3))).isGreaterThan(1e-3);
    }

    /** Transposed images and kernels give the transposed result, which a sum over the wrong axis would not. */
    @Test
    void transposedImagesGiveTransposedResults() {
        Map<String, HostArray> turned = new HashMap<>();
        values.byPath().forEach((path, value) -> turned.put(path, value.shape().rank() == 4 ? turned(value) : value));
        HostArray noise = levels(0.1, -0.5, 0.7);
        HostArray expected = turned(evaluate(values, X, noise));
        HostArray actual = evaluate(new ParameterValues(turned), turned(X), noise);
        assertThat(Oracle.relativeError(actual, expected)).isLessThanOrEqualTo(1e-12);
    }

    private static HostArray turned(HostArray value) {
        Graph graph = Graph.builder()
                .output("turned", Tensor.constant(value).transpose())
                .build();
        return ReferenceInterpreter.evaluate(graph, Map.of()).get("turned").cast(value.dtype());
    }

    /** Compares the directional derivative in all parameters and the images with central differences in float64. */
    @Test
    void theGradientMatchesFiniteDifferences() {
        FlatParameters flat = new FlatParameters(scope.parameters());
        Tensor x = Tensor.input("x", new TensorType(DType.F32, IMAGES));
        Tensor weights = Tensor.constant(KEY.fold("weights").normal(IMAGES));
        Tensor loss = network.apply(x, Tensor.constant(levels(0.1, -0.5, 0.7)), Context.none())
                .mul(weights)
                .sum();
        List<Tensor> inputs = new ArrayList<>(flat.leaves());
        inputs.add(x);
        Tensor slope = Tensor.scalar(DType.F32, 0);
        Map<Tensor, Tensor> moved = new IdentityHashMap<>();
        Tensor step = Tensor.input("step", TensorType.f32());
        for (int i = 0; i < inputs.size(); i++) {
            Tensor direction = Tensor.constant(
                    KEY.fold("direction").fold(i).normal(inputs.get(i).shape()));
            slope = slope.add(Gradients.of(loss, inputs.get(i)).mul(direction).sum());
            moved.put(inputs.get(i), inputs.get(i).add(direction.mul(step)));
        }
        Tensor along = Rewrite.substitution(moved).apply(List.of(loss)).get(0);
        Graph graph = Graph.builder()
                .inputs(inputs)
                .inputs(step)
                .output("slope", slope)
                .output("loss", along)
                .build();
        double h = 1e-5;
        double predicted = at(graph, 0).get("slope").item();
        double measured =
                (at(graph, h).get("loss").item() - at(graph, -h).get("loss").item()) / (2 * h);
        assertThat(predicted).isNotZero();
        assertThat(measured).isCloseTo(predicted, within(1e-6 * Math.max(1, Math.abs(predicted))));
    }

    private Map<String, HostArray> at(Graph graph, double step) {
        Map<String, HostArray> inputs = new HashMap<>(values.byPath());
        inputs.put("x", X);
        inputs.put("step", HostArray.scalar(DType.F64, step));
        return ReferenceInterpreter.evaluate(graph, inputs);
    }

    private static DiffusionModel model() {
        return Diffusion.of(new DenoiserArchitecture.ConvolutionalDenoiser(List.of(2, 4), 1, 2, 6))
                .build(new DataType(Schema.of(Shape.of(1, 4, 4)), 0, 0.5));
    }

    /** The head is initially zero, so D is c_skip x. */
    @Test
    void untrainedDenoiserIsThatOfGaussianData() {
        DiffusionModel model = model();
        Tensor sigma = Tensor.constant(levels(0.1, 0.5, 7));
        Graph graph = Graph.builder()
                .inputs(new FlatParameters(model.parameters()).leaves())
                .output("learned", model.denoiser().given(Context.none()).denoise(Tensor.constant(X), sigma))
                .output("exact", GaussianDenoiser.of(model.event(), 0, 0.25).denoise(Tensor.constant(X), sigma))
                .build();
        Map<String, HostArray> results = ReferenceInterpreter.evaluate(
                graph, ParameterValues.initial(model.parameters(), KEY).byPath());
        assertThat(Oracle.relativeError(results.get("learned"), results.get("exact")))
                .isLessThanOrEqualTo(1e-12);
    }

    /** Diffusion posterior sampling draws images given means of squares, independently for each image (P23). */
    @Test
    void posteriorImagesAreIndependent() {
        DiffusionModel model = model();
        Observation observation = Observation.withDeviation(new AveragePooling(model.event(), 2), 0.5);
        Sampler<Tensor> sampler = new Euler(TimeGrid.karras(0.02, 20, 7, 6))
                .of(new Dps(model.denoiser().given(Context.none()), observation), model.event(), model.moments());
        HostArray observed = KEY.fold("y").normal(Shape.of(5, 1, 2, 2));
        HostArray whole = draw(model, sampler, observed, 5);
        assertThat(whole.shape()).isEqualTo(Shape.of(5, 1, 4, 4));
        assertThat(whole.isFinite()).isTrue();
        assertThat(Oracle.relativeError(draw(model, sampler, observed, 2), whole))
                .isLessThanOrEqualTo(1e-5);
    }

    private static HostArray draw(DiffusionModel model, Sampler<Tensor> sampler, HostArray observed, int batch) {
        try (Backend oracle = Backends.open("reference");
                SamplingLoop<Tensor> loop = SamplingLoop.of(
                        oracle,
                        sampler,
                        model.parameters(),
                        Oracle.randomValues(model.parameters(), KEY),
                        Ladder.of(batch))) {
            return loop.draw(KEY, observed.shape().dim(0), Rows.of(PosteriorDenoiser.OBSERVED, observed));
        }
    }

    @Test
    void invalidArgumentsAreRefused() {
        Tensor noise = Tensor.constant(levels(0.1));
        Tensor odd = Tensor.constant(KEY.normal(Shape.of(1, 1, 4, 5)));
        assertThatThrownBy(() -> network.apply(odd, noise, Context.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 1, 4, 5]")
                .hasMessageContaining("multiples of 2");
        assertThatThrownBy(() -> UNet.builder(1).levels(8, 12).build(Scope.root()))
                .hasMessageContaining("[8, 12] channels")
                .hasMessageContaining("8 groups");
    }
}
