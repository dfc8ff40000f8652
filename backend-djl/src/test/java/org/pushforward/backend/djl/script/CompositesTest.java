package org.pushforward.backend.djl.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Device;
import org.pushforward.backend.djl.DjlEvaluation;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;
import org.pushforward.nn.Activation;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks that each composite and each gradient is one libtorch call. The conformance kit checks their values. */
class CompositesTest extends DjlEvaluation {

    @Test
    void anActivationAndItsGradientAreOneCallEach() {
        Tensor x = Tensor.input("x", TensorType.f32(2, 3));
        for (Activation activation : List.of(Activation.SILU, Activation.GELU, Activation.SIGMOID, Activation.TANH)) {
            Tensor y = activation.apply(x);
            Graph graph = Graph.builder()
                    .inputs(x)
                    .output("y", y)
                    .output("gradient", Gradients.of(y.sum(), x))
                    .build();
            String name = activation.name().toLowerCase(java.util.Locale.ROOT);
            assertThat(calls(graph, name)).as(name).isEqualTo(1);
            assertThat(calls(graph, name + "_backward")).as(name).isEqualTo(1);
        }
    }

    @Test
    void theGradientOfANormTakesItsStatisticsFromTheValue() {
        Tensor x = Tensor.input("x", TensorType.f32(2, 4, 3));
        Tensor y = Tensor.of(new Normalization.GroupNorm(2, 1e-5), List.of(x));
        Graph both = Graph.builder()
                .inputs(x)
                .output("gradient", Gradients.of(y.square().sum(), x))
                .output("y", y)
                .build();
        assertThat(calls(both, "native_group_norm")).isEqualTo(1);
        assertThat(calls(both, "native_group_norm_backward")).isEqualTo(1);
        Graph gradient = Graph.builder()
                .inputs(x)
                .output("gradient", Gradients.of(y.sum(), x))
                .build();
        assertThat(calls(gradient, "native_group_norm")).isEqualTo(1);
    }

    @Test
    void aSortAndItsGradientSortOnce() {
        Tensor x = Tensor.input("x", TensorType.f32(2, 5));
        Tensor y = x.sort(1);
        Graph graph = Graph.builder()
                .inputs(x)
                .output("y", y)
                .output("gradient", Gradients.of(y.square().sum(), x))
                .build();
        assertThat(calls(graph, "sort")).isEqualTo(1);
        assertThat(calls(graph, "argsort")).isZero();
    }

    private static long calls(Graph graph, String function) {
        String script = ScriptWriter.write(Passes.optimize(graph, node -> true), Device.cpu())
                .method();
        return Pattern.compile(Pattern.quote("torch." + function + "("))
                .matcher(script)
                .results()
                .count();
    }

    static Stream<Primitive> choosing() {
        return Stream.of(
                new Indexing.Gather(0),
                new Indexing.TakeAlong(0),
                new Indexing.ScatterAdd(0, 2),
                new Indexing.ScatterAddAlong(0, 2));
    }

    @ParameterizedTest
    @MethodSource("choosing")
    void aPositionOutOfRangeIsAnError(Primitive primitive) {
        HostArray x = array(DType.F32, Shape.of(2), 1, 2);
        for (long position : new long[] {2, -3, Long.MAX_VALUE, Long.MIN_VALUE}) {
            HostArray positions = HostArray.of(Shape.of(2), 0L, position);
            assertThatThrownBy(() -> apply(primitive, x, positions))
                    .as("position " + position)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("position " + position);
        }
    }
}
