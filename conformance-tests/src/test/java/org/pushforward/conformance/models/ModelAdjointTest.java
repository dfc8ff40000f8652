package org.pushforward.conformance.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.FlatParameters;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.GenerativeModel;
import org.pushforward.zoo.flow.NormalizingFlow;
import org.pushforward.zoo.gan.WganGp;
import org.pushforward.zoo.posterior.GaugeInfilling;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.vae.GaussianVae;

/** For whole models &lt;u, J v&gt; = &lt;J^T u, v&gt; in float64, where J is the derivative with respect to data and parameters. */
class ModelAdjointTest {
    private static final RandomKey KEY = RandomKey.of(17);
    private static final int BATCH = 6;

    static List<ModelCase> models() {
        return ModelCase.all();
    }

    private static Tensor constant(String name, int... dims) {
        return Tensor.constant(KEY.fold(name).normal(Shape.of(dims)));
    }

    /** Returns the function of a batch of data that a model computes. */
    private static UnaryOperator<Tensor> function(GenerativeModel model) {
        Tensor sigma = constant("sigma", BATCH, 1).exp();
        if (model instanceof NormalizingFlow flow) {
            return x -> flow.inverse(x).concat(1, flow.logProb(x).expandDims(1));
        }
        if (model instanceof GaussianVae vae) {
            return x -> vae.elbo(x, constant("noise", BATCH, 3));
        }
        if (model instanceof WganGp gan) {
            return x -> gan.criticise(x.mul(gan.generate(constant("latent", BATCH, 4))));
        }
        if (model instanceof DiffusionModel diffusion) {
            int images = diffusion.sampleShape().rank();
            return x -> diffusion.denoise(x, images == 3 ? sigma.reshape(BATCH, 1, 1, 1) : sigma);
        }
        if (model instanceof SampledBy other) {
            return function(other.model());
        }
        Tensor mask = constant("mask", BATCH, 16).greater(0).cast(sigma.dtype());
        Denoiser denoiser = ((GaugeInfilling) model)
                .given(Map.of(
                        GaugeInfilling.MASK, mask, GaugeInfilling.OBSERVED, mask.mul(constant("field", BATCH, 16))));
        return x -> denoiser.denoise(x, sigma);
    }

    @ParameterizedTest
    @MethodSource("models")
    void theTwoProductsWithTheJacobianAreAdjoint(ModelCase model) {
        FlatParameters flat = new FlatParameters(model.model().parameters());
        Tensor x = Tensor.input(
                "x",
                TensorType.f32(
                        ModelCase.batchOf(BATCH, model.model().sampleShape()).dims()));
        Tensor y = function(model.model()).apply(x);
        List<Tensor> inputs = new ArrayList<>(flat.leaves());
        inputs.add(x);
        Tensor u = Tensor.constant(KEY.fold("u").normal(y.shape()));
        List<Tensor> v = new ArrayList<>();
        inputs.forEach(
                input -> v.add(Tensor.constant(KEY.fold("v").fold(v.size()).normal(input.shape()))));

        Tensor forward = u.mul(Gradients.jvp(List.of(y), inputs, v).get(0)).sum();
        List<Tensor> pulled = Gradients.vjp(List.of(y), inputs, List.of(u));
        Tensor backward = pulled.get(0).mul(v.get(0)).sum();
        for (int i = 1; i < v.size(); i++) {
            backward = backward.add(pulled.get(i).mul(v.get(i)).sum());
        }

        Map<String, HostArray> values = new HashMap<>(model.parameters().byPath());
        values.put("x", KEY.fold("x").normal(x.shape()));
        Graph graph = Graph.builder()
                .inputs(inputs)
                .output("forward", forward)
                .output("backward", backward)
                .build();
        Map<String, HostArray> results = ReferenceInterpreter.evaluate(graph, values);
        double product = results.get("forward").item();
        assertThat(product).isNotZero();
        assertThat(results.get("backward").item()).isCloseTo(product, within(1e-9 * Math.max(1, Math.abs(product))));
    }
}
