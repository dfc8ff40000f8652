package org.pushforward.backend.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Subnormals;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Which nodes one loop computes together, and that it rounds like the nodes one by one. */
final class VectorFusionTest {
    private static final Shape SHAPE = Shape.of(4);
    private static final Tensor A = Tensor.input("a", TensorType.f32(4));
    private static final Tensor B = Tensor.input("b", TensorType.f32(4));
    private static final Tensor C = Tensor.input("c", TensorType.f32(4));
    private static final Tensor NUMBER = Tensor.input("s", TensorType.f32());
    private static final Tensor S = NUMBER.broadcastTo(SHAPE);
    private static final Tensor P = Tensor.input("p", TensorType.f32());
    private static final Tensor Q = Tensor.input("q", TensorType.f32());

    private final Map<Tensor, float[]> values = new HashMap<>(Map.of(
            A, new float[] {0.3f, -7, 0, Float.NaN},
            B, new float[] {1.1f, 0.7f, -3, 2},
            C, new float[] {-0.1f, 1e8f, 5, 1},
            NUMBER, new float[] {0.7f},
            P, new float[] {3},
            Q, new float[] {2.9f}));

    private static Map<Tensor, Integer> uses(Tensor... nodes) {
        Map<Tensor, Integer> uses = new IdentityHashMap<>();
        Stream.of(nodes).forEach(node -> count(node, uses));
        return uses;
    }

    private static void count(Tensor node, Map<Tensor, Integer> uses) {
        if (uses.merge(node, 1, Integer::sum) == 1) {
            node.operands().forEach(x -> count(x, uses));
        }
    }

    /** Returns a formula, the operands that its loop reads, and its value where a = 0.3, b = 1.1, c = -0.1, s = 0.7, p = 3 and q = 2.9. */
    static Stream<Arguments> formulas() {
        float a = 0.3f;
        float b = 1.1f;
        float c = -0.1f;
        float s = 0.7f;
        return Stream.of(
                Arguments.of(C.add(A.mul(B)), List.of(A, B, C), c + a * b),
                Arguments.of(A.mul(B).add(C), List.of(A, B, C), c + a * b),
                Arguments.of(C.sub(A.mul(B)), List.of(A, B, C), c - a * b),
                Arguments.of(C.add(A.mul(S)), List.of(NUMBER, A, C), c + a * s),
                Arguments.of(C.add(S.mul(A)), List.of(NUMBER, A, C), c + a * s),
                Arguments.of(C.sub(A.mul(S)), List.of(NUMBER, A, C), c - a * s),
                Arguments.of(C.add(A.sign().mul(S)), List.of(NUMBER, A, C), c + s),
                Arguments.of(C.sub(A.sign().mul(S)), List.of(NUMBER, A, C), c - s),
                Arguments.of(
                        C.add(A.mul(S)).add(P.broadcastTo(SHAPE)).sub(Q.broadcastTo(SHAPE)),
                        List.of(NUMBER, A, C, P, Q),
                        c + a * s + 3 - 2.9f),
                Arguments.of(
                        C.sub(A.mul(S)).add(P.broadcastTo(SHAPE)).sub(Q.broadcastTo(SHAPE)),
                        List.of(NUMBER, A, C, P, Q),
                        c - a * s + 3 - 2.9f),
                Arguments.of(A.mul(B), List.of(A, B), a * b));
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void oneLoopComputesTheFormula(Tensor node, List<Tensor> operands, float expected) {
        VectorFusion fusion = VectorFusion.of(node, uses(node));
        assertThat(fusion.operands()).isEqualTo(operands);
        assertThat(run(fusion)[0]).isEqualTo(expected);
    }

    private float[] run(VectorFusion fusion) {
        float[] result = new float[4];
        fusion.kernel().apply(fusion.operands().stream().map(values::get).toArray(float[][]::new), result, 4);
        return result;
    }

    @Test
    void theSignOfZeroIsZeroAndNanStaysNan() {
        Tensor node = C.sub(A.sign().mul(S));
        assertThat(run(VectorFusion.of(node, uses(node)))).containsExactly(-0.1f - 0.7f, 1e8f + 0.7f, 5, Float.NaN);
    }

    @Test
    void aValueWithAnotherUserHasALoopOfItsOwn() {
        Tensor product = A.mul(B);
        Tensor sum = C.add(product);
        assertThat(VectorFusion.of(sum, uses(sum, product)).operands()).isEqualTo(List.of(C, product));
        Tensor sign = A.sign();
        Tensor step = C.sub(sign.mul(S));
        assertThat(VectorFusion.of(step, uses(step, sign)).operands()).isEqualTo(List.of(NUMBER, sign, C));
        Tensor moment = C.add(A.mul(S));
        Tensor guarded = Subnormals.guarded(moment);
        assertThat(VectorFusion.of(guarded, uses(guarded, moment)).operands()).isEqualTo(guarded.operands());
    }
}
