package org.pushforward.zoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.distribution.StandardNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Layer;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.nn.Scope;
import org.pushforward.random.Noise;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.family.VaeFamily;

class VaeTest {
    private static final RandomKey KEY = RandomKey.of(23);
    private static final Shape THREE = Shape.of(3);

    private record Given(Tensor noise) implements Noise {
        @Override
        public Tensor normal(int... dims) {
            return noise.reshape(dims);
        }

        @Override
        public Tensor uniform(int... dims) {
            throw new AssertionError("a VAE asks for normal noise alone");
        }
    }

    /** Returns a VAE with a given variance of the likelihood. */
    private static Vae withVariance(Activation activation, double variance) {
        Scope scope = Scope.root();
        Mlp encoder = new Mlp(scope.child("encoder"), activation, 3, 4, 4, 4);
        Mlp decoder = new Mlp(scope.child("decoder"), activation, 2, 4, 4, 3);
        return new Vae(
                THREE,
                encoder,
                decoder,
                new StandardNormal(Shape.of(2)),
                Tensor.scalar(DType.F32, Math.log(variance)),
                ParameterGroup.of(Vae.GROUP, scope));
    }

    private static HostArray elbo(Vae vae, ParameterValues values) {
        Oracle oracle = new Oracle().with(vae.parameters(), values);
        return oracle.array(new Elbo(1).of(vae, oracle.single("x", 5, 3), new Given(oracle.single("noise", 5, 2))));
    }

    @Test
    void fixedAndLearnedVarianceAgree() {
        Vae given = withVariance(Activation.SILU, 0.1);
        Vae learned = new VaeFamily(2, 4).build(DataType.standard(THREE));
        ParameterValues values = Oracle.randomValues(given.parameters(), KEY);
        String logVariance = "log_variance";
        assertThat(given.parameters()).extracting(Parameter::path).doesNotContain(logVariance);
        ParameterValues all = values.and(
                new ParameterValues(java.util.Map.of(logVariance, HostArray.scalar(DType.F32, Math.log(0.1)))));
        // Constants in a graph are rounded to float32, which changes exp(-log v) by 6e-8.
        assertThat(Oracle.relativeError(elbo(given, values), elbo(learned, all)))
                .isLessThan(2e-7);
        assertThat(elbo(withVariance(Activation.RELU, 0.1), values)).isNotEqualTo(elbo(given, values));
    }

    /** An encoder output of log v = 1e30 must not make the bound overflow, and small outputs must stay nearly unchanged. */
    @Test
    void theLogVarianceOfTheEncoderIsBounded() {
        assertThat(logVariances(1e30, -1e30, 100)).containsExactly(20, -20, 20 * Math.tanh(5));
        assertThat(logVariances(0, 0.01, -0.01)).containsExactly(new double[] {0, 0.01, -0.01}, within(1e-8));
        assertThat(logVariances(Math.log(0.04), 0, 0)[0]).isCloseTo(Math.log(0.04), within(0.03));
    }

    private static double[] logVariances(double... raw) {
        int n = raw.length;
        double[] both = new double[2 * n];
        for (int i = 0; i < n; i++) {
            both[2 * i + 1] = raw[i];
        }
        Layer encoder = x -> Tensor.constant(HostArray.of(Shape.of(n, 2), both));
        Vae vae = new Vae(
                Shape.of(1),
                encoder,
                z -> z,
                new StandardNormal(Shape.of(1)),
                Tensor.scalar(DType.F64, 0),
                new ParameterGroup(Vae.GROUP, List.of()));
        Tensor x = Tensor.input("x", new TensorType(DType.F64, Shape.of(n, 1)));
        return new Oracle().evaluate(vae.posterior(x).logVariance());
    }

    /** All samples of a row use the same posterior. */
    @Test
    void theImportanceWeightedBoundEncodesEachRowOnce() {
        Vae plain = withVariance(Activation.SILU, 0.1);
        List<Integer> encoded = new ArrayList<>();
        Layer counting = x -> {
            encoded.add(x.dim(0));
            return plain.encoder().apply(x);
        };
        Vae vae = new Vae(THREE, counting, plain.decoder(), plain.prior(), plain.logVariance(), plain.group());
        Tensor x = Tensor.input("x", TensorType.f32(5, 3));
        new ImportanceWeighted(7).of(vae, x, new Given(Tensor.input("noise", TensorType.f32(35, 2))));
        assertThat(encoded).containsExactly(5);
    }

    @Test
    void rowsOfAnotherWidthAreRefused() {
        Vae vae = withVariance(Activation.SILU, 0.1);
        Tensor narrow = Tensor.input("x", TensorType.f32(5, 1));
        assertThatThrownBy(() -> vae.posterior(narrow))
                .hasMessageContaining("f32[5, 1]")
                .hasMessageContaining("rows of shape [3]");
        assertThatThrownBy(() -> vae.likelihood(narrow)).hasMessageContaining("rows of shape [2]");
        Vae wide = new Vae(THREE, x -> x.concat(1, x), z -> z, vae.prior(), vae.logVariance(), vae.group());
        assertThatThrownBy(() -> wide.posterior(Tensor.input("x", TensorType.f32(5, 3))))
                .hasMessageContaining("f32[5, 6]")
                .hasMessageContaining("rows of shape [4]");
        Tensor x = Tensor.input("x", TensorType.f32(3, 3));
        assertThatThrownBy(() -> vae.posterior(x).sample(Tensor.input("noise", TensorType.f32(2))))
                .hasMessageContaining("f32[2]");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Elbo(-1)).hasMessageContaining("beta = -1.0");
        assertThatThrownBy(() -> new ImportanceWeighted(0)).hasMessageContaining("samples = 0");
        assertThatThrownBy(() -> new VaeFamily(0, 4)).hasMessageContaining("latent = 0");
    }
}
