package org.pushforward.zoo.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.PlainLayers;
import org.pushforward.zoo.gan.WassersteinGan;
import org.pushforward.zoo.gan.WassersteinGp;
import org.pushforward.zoo.gan.WassersteinGp.Sides;

/** Compares the generators and critics of the family with plain loops. */
class WganGpTest {
    private static final Shape IMAGE = Shape.of(2, 8, 12);
    private static final RandomKey KEY = RandomKey.of(12);

    private static WassersteinGan gan(GanNetwork network, Shape event) {
        return new WganGp(3, network, 2, 7, Sides.ONE).build(DataType.standard(event));
    }

    /** A dense layer and two doublings, each before a convolution and behind a ReLU. */
    @Test
    void convolutionsMakeImages() {
        WassersteinGan gan = gan(new GanNetwork.ConvolutionalGan(3), IMAGE);
        ParameterValues values = Oracle.randomValues(gan.parameters(), KEY);
        PlainLayers plain = new PlainLayers(values);
        Oracle oracle = new Oracle().with(gan.parameters(), values);
        Tensor z = oracle.single("z", 1, 3);
        double[] seed = PlainLayers.each(
                PlainLayers::relu, plain.dense("generator.seed", oracle.value(z).toDoubles()));
        double[][][] h = PlainLayers.image(seed, 6, 2, 3);
        for (int i = 0; i < 2; i++) {
            h = plain.convolution("generator.conv." + i, 1, 1, PlainLayers.doubled(h));
            h = PlainLayers.each(PlainLayers::relu, h);
        }
        h = plain.convolution("generator.conv.2", 1, 1, h);
        Tensor image = gan.generator().apply(z);
        assertThat(image.shape()).isEqualTo(IMAGE.prepend(1));
        assertThat(oracle.evaluate(image)).containsExactly(PlainLayers.flat(h), within(1e-12));
    }

    /** Two of three convolutions halve the image, and a dense layer scores what is left. */
    @Test
    void convolutionsScoreImages() {
        WassersteinGan gan = gan(new GanNetwork.ConvolutionalGan(3), IMAGE);
        ParameterValues values = Oracle.randomValues(gan.parameters(), KEY);
        PlainLayers plain = new PlainLayers(values);
        Oracle oracle = new Oracle().with(gan.parameters(), values);
        Tensor x = oracle.single("x", 1, 2, 8, 12);
        double[][][] h = PlainLayers.image(oracle.value(x).toDoubles(), 2, 8, 12);
        for (int i = 0; i < 3; i++) {
            h = plain.convolution("critic.conv." + i, i == 0 ? 1 : 2, 1, h);
            h = PlainLayers.each(PlainLayers::leaky, h);
        }
        double[] score = plain.dense("critic.score", PlainLayers.flat(h));
        assertThat(oracle.evaluate(gan.critic().apply(x))).containsExactly(score, within(1e-12));
    }

    @Test
    void perceptronsMakeAndScoreImages() {
        WassersteinGan gan = gan(new GanNetwork.PerceptronGan(List.of(5, 6)), IMAGE);
        ParameterValues values = Oracle.randomValues(gan.parameters(), KEY);
        assertThat(values.get("generator.dense.0.weight").shape()).isEqualTo(Shape.of(3, 5));
        assertThat(values.get("generator.dense.2.weight").shape()).isEqualTo(Shape.of(6, 192));
        assertThat(values.get("critic.dense.1.weight").shape()).isEqualTo(Shape.of(5, 6));
        assertThat(values.get("critic.dense.2.weight").shape()).isEqualTo(Shape.of(6, 1));
        PlainLayers plain = new PlainLayers(values);
        Oracle oracle = new Oracle().with(gan.parameters(), values);
        Tensor z = oracle.single("z", 1, 3);
        Tensor image = gan.generator().apply(z);
        assertThat(image.shape()).isEqualTo(IMAGE.prepend(1));
        assertThat(oracle.evaluate(image))
                .containsExactly(
                        plain.perceptron(
                                "generator.dense",
                                3,
                                PlainLayers::relu,
                                oracle.value(z).toDoubles()),
                        within(1e-12));
        Tensor x = oracle.single("x", 1, 2, 8, 12);
        double[] score = plain.perceptron(
                "critic.dense", 3, PlainLayers::leaky, oracle.value(x).toDoubles());
        assertThat(oracle.evaluate(gan.critic().apply(x))).containsExactly(score, within(1e-12));
    }

    @Test
    void settingsReachTheObjective() {
        WassersteinGan gan = gan(new GanNetwork.PerceptronGan(List.of(5)), IMAGE);
        assertThat(gan.objective()).isEqualTo(new WassersteinGp(7, 2, Sides.ONE));
        assertThat(gan.latent().event()).isEqualTo(Shape.of(3));
        assertThat(gan.event()).isEqualTo(IMAGE);
        assertThat(gan.generatorGroup().parameters().stream().map(Parameter::path))
                .isNotEmpty()
                .allMatch(path -> path.startsWith("generator."));
        assertThat(gan.criticGroup().parameters().stream().map(Parameter::path))
                .isNotEmpty()
                .allMatch(path -> path.startsWith("critic."));
    }

    @Test
    void convolutionsNeedImagesInFours() {
        GanNetwork network = new GanNetwork.ConvolutionalGan(2);
        for (Shape shape : List.of(Shape.of(8, 8), Shape.of(1, 6, 8), Shape.of(1, 8, 6))) {
            assertThatThrownBy(() -> gan(network, shape))
                    .hasMessageContaining("samples of shape " + shape)
                    .hasMessageContaining("multiples of 4");
        }
        DataType bytes = new DataType(Schema.of("x", new TensorType(DType.I64, Shape.of(4))), 0, 1);
        assertThatThrownBy(() -> new WganGp().build(bytes)).hasMessageContaining("WGAN-GP cannot learn");
    }
}
