package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Evaluates tensors by compiling and running a graph once. */
public final class OnnxEvaluation {
    private OnnxEvaluation() {}

    public static Backend open() {
        return Backends.open("onnx", BackendOptions.defaults().withThreads(2));
    }

    /** Evaluates a node that depends on the given inputs. */
    static HostArray of(Tensor node, Map<Tensor, HostArray> inputs) {
        Graph graph = Graph.builder()
                .inputs(List.copyOf(inputs.keySet()))
                .output("y", node)
                .build();
        Map<String, HostArray> values = new HashMap<>();
        inputs.forEach((input, value) -> values.put(((Source.Input) input.primitive()).name(), value));
        try (Backend backend = open();
                Executable executable = backend.compile(graph)) {
            return executable.run(values).get("y");
        }
    }

    /** Evaluates a primitive. The operands are inputs of the graph, so that nothing is folded. */
    static HostArray of(Primitive primitive, HostArray... operands) {
        Map<Tensor, HostArray> inputs = new HashMap<>();
        List<Tensor> nodes = Arrays.stream(operands)
                .map(operand -> {
                    Tensor input = Tensor.input("x" + inputs.size(), operand.type());
                    inputs.put(input, operand);
                    return input;
                })
                .toList();
        return of(Tensor.of(primitive, nodes), inputs);
    }

    /** Checks a primitive against the interpreter, exactly or relative to the largest element. */
    static void assertAgrees(Primitive primitive, double tolerance, HostArray... operands) {
        List<Tensor> nodes = IntStream.range(0, operands.length)
                .mapToObj(i -> Tensor.input("x" + i, operands[i].type()))
                .toList();
        Map<String, HostArray> values = new HashMap<>();
        nodes.forEach(node -> values.put("x" + values.size(), operands[values.size()]));
        Graph graph = Graph.builder()
                .inputs(nodes)
                .output("y", Tensor.of(primitive, nodes))
                .build();
        HostArray expected = ReferenceInterpreter.evaluate(graph, values).get("y");
        HostArray actual = of(primitive, operands);
        assertThat(actual.shape()).as(primitive.text()).isEqualTo(expected.shape());
        double largest =
                Arrays.stream(expected.toDoubles()).map(Math::abs).max().orElse(0);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i))
                    .as("%s, element %d of %s", primitive.text(), i, actual)
                    .isCloseTo(expected.get(i), within(tolerance * largest));
        }
    }

    /** Returns an array of any element type. */
    static HostArray array(DType dtype, Shape shape, double... values) {
        return HostArray.of(shape, values).cast(dtype);
    }

    static HostArray vector(DType dtype, double... values) {
        return array(dtype, Shape.of(values.length), values);
    }

    /** Checks for exactly these numbers, ignoring the sign of zero. */
    static void assertExact(HostArray actual, HostArray expected) {
        assertThat(actual.type()).isEqualTo(expected.type());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i) + 0.0).as("element %d of %s", i, actual).isEqualTo(expected.get(i) + 0.0);
        }
    }

    /** Checks for these numbers within some units in the last place of the element type, but at least one epsilon. */
    static void assertClose(HostArray actual, double[] expected, double ulps) {
        double epsilon = actual.dtype() == DType.F32 ? Math.ulp(1f) : Math.ulp(1.0);
        for (int i = 0; i < expected.length; i++) {
            if (Double.isFinite(expected[i])) {
                double tolerance = ulps * epsilon * Math.max(Math.abs(expected[i]), 1e-30);
                assertThat(actual.get(i)).as("element %d of %s", i, actual).isCloseTo(expected[i], within(tolerance));
            } else {
                assertThat(actual.get(i)).as("element %d of %s", i, actual).isEqualTo(Double.valueOf(expected[i]));
            }
        }
    }
}
