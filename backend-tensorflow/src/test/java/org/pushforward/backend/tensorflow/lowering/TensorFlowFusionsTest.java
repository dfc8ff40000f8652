package org.pushforward.backend.tensorflow.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.tensorflow.OracleAgreement;
import org.pushforward.backend.tensorflow.TensorFlowProgram;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

class TensorFlowFusionsTest {
    private static final ConvolutionGeometry SAME = ConvolutionGeometry.square(1, 1, 1);
    private static final Tensor CHANNELS = Tensor.constant(numbers(4, 1, 1));
    private static final Tensor SAMPLES = Tensor.constant(numbers(2, 4, 1, 1));
    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = Backends.open("tensorflow", BackendOptions.defaults());
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static HostArray numbers(int... dims) {
        return OracleAgreement.numbers(DType.F32, dims);
    }

    private static Tensor norm(Tensor x) {
        return Tensor.of(new Normalization.GroupNorm(2, 1e-3), List.of(x));
    }

    /** A function of a convolution with 2 samples, 4 channels and 6 x 6 pixels. */
    private static Arguments of(String name, Function<Tensor, Tensor> function) {
        return Arguments.of(name, function);
    }

    static Stream<Arguments> functions() {
        return Stream.of(
                of("a bias", y -> y.add(CHANNELS)),
                of("two biases", y -> y.add(CHANNELS).add(CHANNELS.mul(3).reshape(1, 4, 1, 1))),
                of("a bias of each sample", y -> y.add(SAMPLES)),
                of("a bias and the convolution", y -> y.add(CHANNELS).mul(y)),
                of("a bias of rows", y -> y.add(Tensor.constant(numbers(6, 1)))),
                of("a norm", TensorFlowFusionsTest::norm),
                of("a norm and its scale", y -> norm(y).mul(CHANNELS).add(CHANNELS)),
                of("a norm with two scales", y -> norm(y).mul(CHANNELS).add(norm(y).mul(CHANNELS.add(1)))),
                of("a norm and its scale by sample", y -> norm(y).mul(SAMPLES)),
                of("a norm and its scale by row", y -> norm(y).mul(Tensor.constant(numbers(6, 1)))),
                of("a norm of a sum", y -> norm(y.add(CHANNELS).add(SAMPLES.mul(2)))),
                of("a norm of a sum, and its scale", y -> norm(y.add(CHANNELS)).mul(CHANNELS)),
                of("a norm of a sum that others see", y -> {
                    Tensor sum = y.add(CHANNELS);
                    return norm(sum).add(sum);
                }),
                of("a norm of a sum of which others see a part", y -> {
                    Tensor part = y.add(CHANNELS);
                    return norm(part.add(SAMPLES)).add(part);
                }),
                of("a norm of what is no convolution", y -> norm(y.tanh().add(CHANNELS))
                        .mul(CHANNELS)),
                of("a norm in the order of the graph", y -> norm(y.reshape(2, 4, 36)
                                .transpose(0, 2, 1)
                                .reshape(2, 4, 36)
                                .add(CHANNELS.reshape(4, 1)))
                        .mul(CHANNELS.reshape(4, 1))
                        .reshape(2, 4, 6, 6)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void valuesAndGradientsAreThoseOfTheNodesOneByOne(String name, Function<Tensor, Tensor> function) {
        OracleAgreement.check(
                backend,
                in -> {
                    Tensor y = function.apply(in.get(0).conv2d(in.get(1), SAME));
                    Tensor loss = y.mul(Tensor.constant(numbers(2, 4, 6, 6))).sum();
                    List<Tensor> gradients = Gradients.of(loss, in);
                    return List.of(y, gradients.get(0), gradients.get(1));
                },
                numbers(2, 3, 6, 6),
                numbers(4, 3, 3, 3));
    }

    @Test
    void convolutionsWithGroupsStridesAndNoPixels() {
        OracleAgreement.check(
                backend,
                in -> List.of(
                        in.get(0)
                                .conv2d(in.get(1), new ConvolutionGeometry(SAME.vertical(), SAME.horizontal(), 2))
                                .add(CHANNELS),
                        in.get(0)
                                .conv2d(in.get(2), ConvolutionGeometry.square(2, 1, 1))
                                .add(CHANNELS),
                        norm(in.get(3).conv2d(in.get(2), SAME).add(CHANNELS)).mul(CHANNELS)),
                numbers(2, 4, 6, 6),
                numbers(4, 2, 3, 3),
                numbers(4, 4, 3, 3),
                numbers(0, 4, 6, 6));
    }

    @Test
    void nothingIsAddedToAWholeImage() {
        Tensor x = Tensor.input("x", numbers(2, 3, 6, 6).type());
        Tensor w = Tensor.constant(numbers(4, 3, 3, 3));
        Tensor v = Tensor.constant(numbers(4, 4, 3, 3));
        Tensor y = norm(x.conv2d(w, SAME).add(CHANNELS).add(SAMPLES)).mul(CHANNELS);
        Tensor z = y.conv2d(v, SAME).add(CHANNELS);
        Map<String, Integer> operations =
                operations(Graph.builder().inputs(x).output("z", z).build(), z);
        assertThat(operations)
                .containsEntry("Conv2D", 1)
                .containsEntry("_FusedConv2D", 1)
                .containsEntry("EuclideanNorm", 1)
                .doesNotContainKeys("Square[2,36,4]", "AddV2[2,6,6,4]", "Mul[2,6,6,4]")
                .containsEntry("AddV2[2,36,4]", 1)
                .containsEntry("Mul[2,36,4]", 1);
    }

    /** Counts the operations that compute a node, by kind, and by kind and shape. */
    private static Map<String, Integer> operations(Graph graph, Tensor node) {
        Map<String, Integer> counts = new TreeMap<>();
        try (org.tensorflow.Graph target = new org.tensorflow.Graph()) {
            Emitter emit = new Emitter(target, "/device:CPU:0");
            Values values = new Values(emit);
            TensorFlowProgram.lower(graph, values, emit, none -> false);
            values.get(node);
            for (Iterator<org.tensorflow.GraphOperation> all = target.operations(); all.hasNext(); ) {
                org.tensorflow.GraphOperation operation = all.next();
                String shape = operation.output(0).shape().toString().replace(" ", "");
                counts.merge(operation.type(), 1, Integer::sum);
                counts.merge(operation.type() + shape, 1, Integer::sum);
            }
        }
        return counts;
    }
}
