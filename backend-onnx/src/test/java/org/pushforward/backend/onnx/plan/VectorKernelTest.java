package org.pushforward.backend.onnx.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks that the loops of the JVM agree with the reference, even at the limits of the number range. */
class VectorKernelTest {
    private static final float[] EDGES = {
        0f,
        -0f,
        1f,
        -1f,
        0.3f,
        -2.5f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    static Stream<Primitive> primitives() {
        return Stream.of(
                new Binary.Add(),
                new Binary.Sub(),
                new Binary.Mul(),
                new Binary.Div(),
                new Binary.Max(),
                new Binary.Min(),
                new Unary.Neg(),
                new Unary.Abs(),
                new Unary.Sign(),
                new Unary.Sqrt());
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void isWhatTheReferenceGives(Primitive primitive) {
        int count = EDGES.length * EDGES.length;
        float[] a = new float[count];
        float[] b = new float[count];
        for (int i = 0; i < count; i++) {
            a[i] = EDGES[i / EDGES.length];
            b[i] = EDGES[i % EDGES.length];
        }
        Tensor x = Tensor.constant(HostArray.wrap(Shape.of(count), a));
        Tensor y = Tensor.constant(HostArray.wrap(Shape.of(count), b));
        List<Tensor> operands = primitive instanceof Binary ? List.of(x, y) : List.of(x);
        Graph graph =
                Graph.builder().output("y", Tensor.of(primitive, operands)).build();
        HostArray expected =
                ReferenceInterpreter.evaluate(graph, Map.of()).get("y").cast(DType.F32);
        float[] actual = new float[count];
        VectorKernel.of(primitive).orElseThrow().apply(new float[][] {a, b}, actual, count);
        for (int i = 0; i < count; i++) {
            // The sign of zero is unspecified.
            assertThat(actual[i] + 0f)
                    .as("%s of %s and %s", primitive, a[i], b[i])
                    .isEqualTo(Float.valueOf((float) expected.get(i) + 0f));
        }
    }
}
