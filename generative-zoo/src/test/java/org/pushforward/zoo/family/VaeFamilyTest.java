package org.pushforward.zoo.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.PlainLayers;
import org.pushforward.zoo.vae.Vae;

/** Compares the VAE of the family with its networks by plain loops. */
class VaeFamilyTest {
    private static final Shape IMAGE = Shape.of(1, 2, 3);

    private final Vae vae = new VaeFamily(2, 5).build(DataType.standard(IMAGE));
    private final ParameterValues values = Oracle.randomValues(vae.parameters(), RandomKey.of(4));
    private final PlainLayers plain = new PlainLayers(values);
    private final Oracle oracle = new Oracle().with(vae.parameters(), values);

    /** The encoder gives the mean and then the raw logarithm r of the variance, which is bounded as 20 tanh(r / 20). */
    @Test
    void encoderTakesThePixels() {
        Tensor x = oracle.single("x", 1, 1, 2, 3);
        double[] both = plain.perceptron(
                "encoder.dense", 3, PlainLayers::silu, oracle.value(x).toDoubles());
        assertThat(oracle.evaluate(vae.encode(x, Context.none())))
                .containsExactly(Arrays.copyOf(both, 2), within(1e-12));
        double[] bounded =
                Arrays.stream(both, 2, 4).map(r -> 20 * Math.tanh(r / 20)).toArray();
        assertThat(oracle.evaluate(vae.posterior(x).logVariance())).containsExactly(bounded, within(1e-6));
    }

    @Test
    void decoderGivesAnImage() {
        Tensor z = oracle.single("z", 1, 2);
        Tensor mean = vae.decode(z, Context.none());
        assertThat(mean.shape()).isEqualTo(IMAGE.prepend(1));
        double[] expected = plain.perceptron(
                "decoder.dense", 3, PlainLayers::silu, oracle.value(z).toDoubles());
        assertThat(oracle.evaluate(mean)).containsExactly(expected, within(1e-12));
        assertThat(vae.prior().event()).isEqualTo(Shape.of(2));
        assertThat(vae.event()).isEqualTo(IMAGE);
    }

    /** The likelihood starts with variance 1, and its logarithm is learned with both networks. */
    @Test
    void allParametersAreLearned() {
        int encoder = 6 * 5 + 5 + 5 * 5 + 5 + 5 * 4 + 4;
        int decoder = 2 * 5 + 5 + 5 * 5 + 5 + 5 * 6 + 6;
        assertThat(vae.parameters().stream()
                        .mapToInt(each -> each.tensor().shape().size())
                        .sum())
                .isEqualTo(encoder + decoder + 1);
        assertThat(vae.parameters().stream().map(Parameter::tensor)).contains(vae.logVariance());
        ParameterValues initial = ParameterValues.initial(vae.parameters(), RandomKey.of(1));
        assertThat(initial.get("log_variance").item()).isZero();
        assertThat(vae.logVariance().type()).isEqualTo(new TensorType(DType.F32, Shape.scalar()));
    }
}
