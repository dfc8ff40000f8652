package org.pushforward.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Layers on the oracle, against their formulas. */
class LayersTest {
    /** Sums of some tens of float64 numbers near 1. */
    private static final Offset<Double> ROUNDING = within(1e-12);

    /**
     * A mean multiplies by a float32 constant, so its relative error is up to 6e-8. A norm divides by a deviation that
     * is at least a tenth of the mean here.
     */
    private static final Offset<Double> CONSTANT = within(6e-7);

    private final Scope scope = Scope.root();
    private final Oracle oracle = new Oracle();

    private static Tensor classes(long... numbers) {
        return Tensor.constant(HostArray.of(Shape.of(numbers.length), numbers));
    }

    @Test
    void convolutionIsTheSumOverChannelsAndTaps() {
        Convolution layer = Convolution.builder(4, 6, 3, 2)
                .slides(new Slide(2, 1, 0, 1), new Slide(1, 0, 2, 2))
                .groups(2)
                .build(scope);
        oracle.with(scope.parameters());
        Tensor x = oracle.single("x", 2, 4, 5, 4);
        Tensor y = layer.apply(x);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 6, 2, 4));
        double[] image = oracle.evaluate(x);
        double[] weight = oracle.evaluate(scope.parameters().get(0).tensor());
        double[] bias = oracle.evaluate(scope.parameters().get(1).tensor());
        // Sample 1, output channel 4 (the second group), row 1, column 2.
        double expected = bias[4];
        for (int channel = 0; channel < 2; channel++) {
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 2; column++) {
                    int i = 2 + row - 1;
                    int j = 2 + 2 * column;
                    double pixel = i < 5 && j < 4 ? image[((4 + 2 + channel) * 5 + i) * 4 + j] : 0;
                    expected += pixel * weight[((4 * 2 + channel) * 3 + row) * 2 + column];
                }
            }
        }
        assertThat(oracle.evaluate(y)[((6 + 4) * 2 + 1) * 4 + 2]).isCloseTo(expected, ROUNDING);
        oracle.checkSlopes(y);
    }

    @Test
    void convolutionIsInitializedLikePyTorch() {
        Convolution.builder(8, 4, 3).groups(2).build(scope);
        double bound = 1 / Math.sqrt(4 * 3 * 3);
        for (Parameter parameter : scope.parameters()) {
            HostArray value = parameter
                    .initializer()
                    .draw(RandomKey.of(3), parameter.tensor().shape());
            double[] sizes = Arrays.stream(value.toDoubles()).map(Math::abs).toArray();
            assertThat(Arrays.stream(sizes)).allMatch(size -> size <= bound);
            // The largest of n uniform numbers falls short of the bound by a fraction of 1/n on average; here n >= 4.
            assertThat(Arrays.stream(sizes).max().orElseThrow()).isGreaterThan(bound / 4);
        }
        assertThat(scope.parameters().get(0).tensor().shape()).isEqualTo(Shape.of(4, 4, 3, 3));
    }

    @Test
    void convolutionKeepsTheSizeOfAnImage() {
        Tensor x = oracle.single("x", 1, 2, 5, 7);
        assertThat(Convolution.same(scope, 2, 3, 3).apply(x).shape()).isEqualTo(Shape.of(1, 3, 5, 7));
        assertThatThrownBy(() -> Convolution.same(scope, 2, 3, 4))
                .hasMessageContaining("kernel 4")
                .hasMessageContaining("odd");
        assertThatThrownBy(() -> Convolution.builder(3, 4, 1).groups(2).build(scope))
                .hasMessageContaining("3 inputs and 4 outputs");
        Scope bare = scope.child("bare");
        Layer withoutBias = Convolution.builder(2, 3, 1)
                .stride(2)
                .padding(1)
                .dilation(3)
                .withoutBias()
                .initializer(Initializer.zeros())
                .build(bare);
        assertThat(withoutBias.apply(x).shape()).isEqualTo(Shape.of(1, 3, 4, 5));
        assertThat(bare.parameters()).extracting(Parameter::path).containsExactly("bare.weight");
    }

    /** Without scale and shift a group has mean 0 and variance v / (v + epsilon). */
    @Test
    void normsStandardizeTheirGroups() {
        Tensor x = oracle.single("x", 2, 6, 3, 2).mul(3).add(1);
        checkMoments(new GroupNormalization(scope.child("g"), 3, 6, 1e-5).apply(x), 12);
        checkMoments(new InstanceNormalization(scope.child("i"), 6).apply(x), 6);
        checkMoments(new LayerNormalization(scope.child("l"), 12).apply(x.reshape(2, 3, 12)), 12);
        checkMoments(
                ConditionalInstanceNormalization.ofClasses(scope.child("c"), 6, 4)
                        .apply(x, classes(3, 0)),
                6);
        checkMoments(
                ConditionalInstanceNormalization.ofVectors(scope.child("v"), 6, 5)
                        .apply(x, oracle.single("z", 2, 5)),
                6);
    }

    private void checkMoments(Tensor y, int size) {
        // Values of parameters before training.
        for (Parameter parameter : scope.parameters()) {
            HostArray initial = parameter
                    .initializer()
                    .draw(RandomKey.of(1), parameter.tensor().shape());
            oracle.with(parameter.tensor(), initial);
        }
        double[] values = oracle.evaluate(y);
        for (int from = 0; from < values.length; from += size) {
            double[] part = Arrays.copyOfRange(values, from, from + size);
            double mean = Arrays.stream(part).average().orElseThrow();
            double variance = Arrays.stream(part).map(v -> v * v).average().orElseThrow();
            assertThat(mean).isCloseTo(0, CONSTANT);
            assertThat(variance).isCloseTo(1, within(1e-4)).isLessThan(1);
        }
    }

    @Test
    void normsScaleAndShiftByChannel() {
        Tensor x = oracle.single("x", 2, 4, 3);
        Layer group = new GroupNormalization(scope.child("g"), 2, 4);
        Layer layer = new LayerNormalization(scope.child("l"), 3);
        ConditionalInstanceNormalization conditional =
                ConditionalInstanceNormalization.ofClasses(scope.child("c"), 4, 3);
        oracle.with(scope.parameters());
        oracle.checkSlopes(group.apply(x));
        oracle.checkSlopes(layer.apply(x));
        Tensor table = scope.parameters().get(4).tensor();
        Tensor y = conditional.apply(x, classes(2, 0));
        oracle.checkSlopes(y);
        // The mean of channel c of a sample of class k is the shift b(k), column channels + c of the table.
        double[] means = oracle.evaluate(y.mean(2));
        double[] modulation = oracle.evaluate(table);
        for (int c = 0; c < 4; c++) {
            assertThat(means[c]).isCloseTo(modulation[2 * 8 + 4 + c], CONSTANT);
            assertThat(means[4 + c]).isCloseTo(modulation[4 + c], CONSTANT);
        }
    }

    @Test
    void normsAcceptNoSamplesAndRefuseUnevenGroups() {
        Tensor none = oracle.single("none", 0, 4, 3);
        Layer norm = new GroupNormalization(scope, 2, 4);
        oracle.with(scope.parameters());
        assertThat(oracle.array(norm.apply(none)).shape()).isEqualTo(none.shape());
        assertThatThrownBy(() -> new GroupNormalization(scope.child("g"), 3, 4)).hasMessageContaining("4 channels");
    }

    @Test
    void attentionIsAWeightedMeanOfValues() {
        Tensor q = oracle.input("q", 2, 3, 4);
        Tensor k = oracle.input("k", 2, 5, 4);
        Tensor v = oracle.input("v", 2, 5, 2);
        Tensor y = Attention.scaledDotProduct(q, k, v);
        double[] result = oracle.evaluate(y);
        double[] scores = oracle.evaluate(q.matmul(k.transpose()));
        double[] values = oracle.evaluate(v);
        // Sample 1, query 2, component 1.
        double[] weights = IntStream.range(0, 5)
                .mapToDouble(i -> Math.exp(scores[(3 + 2) * 5 + i] / 2))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        double expected = IntStream.range(0, 5)
                .mapToDouble(i -> weights[i] / sum * values[(5 + i) * 2 + 1])
                .sum();
        assertThat(result[(3 + 2) * 2 + 1]).isCloseTo(expected, ROUNDING);
        oracle.checkSlopes(y);
    }

    @Test
    void aMaskHidesTokens() {
        Tensor x = oracle.single("x", 1, 4, 6);
        Attention layer = new Attention(scope, 6, 2);
        oracle.with(scope.parameters());
        Tensor y = layer.apply(x, x, Attention.causalMask(4));
        assertThat(y.shape()).isEqualTo(x.shape());
        // The output of the second token depends only on the first two tokens.
        double[] slope =
                oracle.evaluate(Gradients.of(y.slice(1, 1, 2).sum(), x).abs().sum(0, 2));
        assertThat(slope[0]).isPositive();
        assertThat(slope[1]).isPositive();
        assertThat(slope[2]).isZero();
        assertThat(slope[3]).isZero();
        oracle.checkSlopes(layer.apply(x));
        assertThat(oracle.evaluate(layer.apply(x)))
                .isEqualTo(
                        oracle.evaluate(layer.apply(x, x, Tensor.full(new TensorType(DType.BOOL, Shape.of(4, 4)), 1))));
        assertThatThrownBy(() -> new Attention(scope.child("a"), 6, 4)).hasMessageContaining("width 6");
    }

    @Test
    void aFullyMaskedQueryGetsTheMean() {
        Tensor v = oracle.input("v", 1, 3, 1);
        Tensor none = Tensor.full(new TensorType(DType.BOOL, Shape.scalar()), 0);
        double found = oracle.evaluate(Attention.scaledDotProduct(v, v, v, none))[0];
        assertThat(found).isCloseTo(oracle.array(v.mean()).item(), ROUNDING);
    }

    @Test
    void embeddingTakesRowsAndOneHotMarksThem() {
        Embedding layer = new Embedding(scope, 4, 3);
        oracle.with(scope.parameters());
        Tensor table = scope.parameters().get(0).tensor();
        Tensor numbers = classes(2, 0, 2, 3).reshape(2, 2);
        Tensor y = layer.apply(numbers);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 3));
        Tensor marks = Embedding.oneHot(numbers, 4, DType.F32);
        assertThat(marks.shape()).isEqualTo(Shape.of(2, 2, 4));
        assertThat(oracle.evaluate(y))
                .isEqualTo(oracle.evaluate(marks.reshape(4, 4).matmul(table)));
        oracle.checkSlopes(y);
        Tensor one = Tensor.constant(HostArray.of(Shape.scalar(), 1L));
        assertThat(layer.apply(one).shape()).isEqualTo(Shape.of(3));
    }

    @Test
    void softmaxAndItsLogarithmsNeverOverflow() {
        Tensor x = Tensor.input("x", TensorType.f32(2, 3));
        oracle.with(x, HostArray.of(Shape.of(2, 3), 1000.0, 999.0, -1000.0, 0.1, 0.2, 0.3));
        double e = Math.exp(-1);
        assertThat(oracle.evaluate(Logits.softmax(x, 1)))
                .startsWith(new double[] {1 / (1 + e), e / (1 + e), 0}, offset(1e-15));
        assertThat(oracle.evaluate(Logits.logSoftmax(x, -1))[2]).isCloseTo(-2000 - Math.log1p(e), ROUNDING);
        assertThat(oracle.evaluate(Logits.logSumExp(x, 1))[0]).isCloseTo(1000 + Math.log1p(e), ROUNDING);
        oracle.checkSlopes(Logits.logSumExp(x, 1));
        oracle.checkSlopes(Logits.softmax(x, 0));
    }

    @Test
    void anEmptySumHasDerivativeZero() {
        double none = Double.NEGATIVE_INFINITY;
        Tensor x = Tensor.input("x", TensorType.f32(2, 2));
        oracle.with(x, HostArray.of(Shape.of(2, 2), none, none, none, 2.0));
        Tensor y = Logits.logSumExp(x, 1);
        assertThat(oracle.evaluate(y)).containsExactly(none, 2);
        assertThat(oracle.evaluate(Gradients.of(y.sum(), x))).containsExactly(0, 0, 0, 1);
    }

    /** Expected values are from an independent library. */
    @Test
    void activationsMatchTheirFormulas() {
        Tensor x = Tensor.constant(HostArray.of(Shape.of(3), -1.5, 0.5, 3.0));
        assertThat(oracle.evaluate(Activation.GELU.apply(x)))
                .containsExactly(new double[] {-0.10021080, 0.34573123, 2.99595031}, within(1e-8));
        assertThat(oracle.evaluate(Activation.GELU_TANH.apply(x)))
                .containsExactly(new double[] {-0.10042842, 0.34571401, 2.99636261}, within(1e-8));
        assertThat(oracle.evaluate(Activation.SILU.apply(x)))
                .containsExactly(new double[] {-0.27363829, 0.31122967, 2.85772238}, within(1e-8));
        Tensor z = oracle.input("z", 4);
        for (Activation activation : Activation.values()) {
            oracle.checkSlopes(activation.apply(z));
        }
    }

    @Test
    void denseIsAffine() {
        Dense layer = new Dense(scope, 3, 2);
        oracle.with(scope.parameters());
        Tensor x = oracle.single("x", 4, 3);
        double[] values = oracle.evaluate(x);
        double[] weight = oracle.evaluate(scope.parameters().get(0).tensor());
        double[] bias = oracle.evaluate(scope.parameters().get(1).tensor());
        double expected = bias[1]
                + IntStream.range(0, 3)
                        .mapToDouble(i -> values[3 + i] * weight[2 * i + 1])
                        .sum();
        assertThat(oracle.evaluate(layer.apply(x))[2 + 1]).isCloseTo(expected, ROUNDING);
    }
}
