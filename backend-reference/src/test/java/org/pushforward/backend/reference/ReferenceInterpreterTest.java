package org.pushforward.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.ReferenceInterpreter.Evaluation;
import org.pushforward.backend.support.Primitives;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Compares the oracle with numbers worked out by hand. */
class ReferenceInterpreterTest {
    private static final HostArray MATRIX = HostArray.of(Shape.of(2, 3), 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);

    @Test
    void everyPrimitiveHasARuleOrAnExpansion() {
        Set<Class<? extends Primitive>> expected = new HashSet<>(Primitives.all());
        expected.removeIf(Composite.class::isAssignableFrom);
        assertThat(ReferenceRules.primitives()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void float32IsNotRounded() {
        HostArray third = HostArray.of(Shape.scalar(), 3f);
        HostArray one = HostArray.of(Shape.scalar(), 1f);
        assertThat(evaluate(new Binary.Div(), one, third)).isEqualTo(HostArray.of(Shape.scalar(), 1.0 / 3));
    }

    @Test
    void integersAreExactAndWrap() {
        Shape two = Shape.of(2);
        long big = (1L << 53) + 1;
        assertThat(evaluate(new Binary.Add(), HostArray.of(two, big, Long.MAX_VALUE), HostArray.of(two, 1L, 1L)))
                .isEqualTo(HostArray.of(two, big + 1, Long.MIN_VALUE));
        assertThat(evaluate(new Binary.Mul(), HostArray.of(two, 3, 1 << 30), HostArray.of(two, 5, 4)))
                .isEqualTo(HostArray.of(two, 15, 0));
        assertThat(evaluate(new Unary.Neg(), HostArray.of(two, big, Long.MIN_VALUE)))
                .isEqualTo(HostArray.of(two, -big, Long.MIN_VALUE));
        assertThat(evaluate(new Reduction.ReduceMax(List.of(0)), HostArray.of(two, big, big - 1)))
                .isEqualTo(HostArray.of(Shape.scalar(), big));
        assertThat(evaluate(new Indexing.ArgSort(0), HostArray.of(two, big, big - 1)))
                .isEqualTo(HostArray.of(two, 1L, 0L));
    }

    @Test
    void movementsMove() {
        assertThat(evaluate(new Movement.Transpose(List.of(1, 0)), MATRIX))
                .isEqualTo(HostArray.of(Shape.of(3, 2), 1.0, 4.0, 2.0, 5.0, 3.0, 6.0));
        assertThat(evaluate(new Movement.Broadcast(Shape.of(2, 2, 1)), HostArray.of(Shape.of(2, 1), 7.0, 8.0)))
                .isEqualTo(HostArray.of(Shape.of(2, 2, 1), 7.0, 8.0, 7.0, 8.0));
        assertThat(evaluate(new Movement.Slice(List.of(0, 0), List.of(2, 3), List.of(2, 2)), MATRIX))
                .isEqualTo(HostArray.of(Shape.of(1, 2), 1.0, 3.0));
        assertThat(evaluate(
                        new Movement.Pad(List.of(1), List.of(2), List.of(1), 9), HostArray.of(Shape.of(2), 1.0, 2.0)))
                .isEqualTo(HostArray.of(Shape.of(6), 9.0, 1.0, 9.0, 2.0, 9.0, 9.0));
        assertThat(evaluate(new Movement.Concat(1), MATRIX, HostArray.of(Shape.of(2, 1), -1.0, -2.0)))
                .isEqualTo(HostArray.of(Shape.of(2, 4), 1.0, 2.0, 3.0, -1.0, 4.0, 5.0, 6.0, -2.0));
        assertThat(evaluate(new Movement.Reverse(List.of(1)), MATRIX))
                .isEqualTo(HostArray.of(Shape.of(2, 3), 3.0, 2.0, 1.0, 6.0, 5.0, 4.0));
        assertThat(evaluate(new Source.Iota(new TensorType(DType.I32, Shape.of(2, 2)), 1)))
                .isEqualTo(HostArray.of(Shape.of(2, 2), 0, 1, 0, 1));
    }

    @Test
    void reductionsReduce() {
        assertThat(evaluate(new Reduction.ReduceSum(List.of(0)), MATRIX))
                .isEqualTo(HostArray.of(Shape.of(3), 5.0, 7.0, 9.0));
        assertThat(evaluate(new Reduction.ReduceSum(List.of(0)), HostArray.of(Shape.of(0, 2), new double[0])))
                .isEqualTo(HostArray.of(Shape.of(2), 0.0, 0.0));
        assertThat(evaluate(new Reduction.ReduceMax(List.of(1)), MATRIX))
                .isEqualTo(HostArray.of(Shape.of(2), 3.0, 6.0));
    }

    @Test
    void productsOfTransposedMatricesAgree() {
        HostArray right = HostArray.of(Shape.of(3, 2), 1.0, 0.0, 2.0, 1.0, 0.0, -1.0);
        HostArray product = HostArray.of(Shape.of(2, 2), 5.0, -1.0, 14.0, -1.0);
        HostArray leftT = evaluate(new Movement.Transpose(List.of(1, 0)), MATRIX);
        HostArray rightT = evaluate(new Movement.Transpose(List.of(1, 0)), right);
        assertThat(evaluate(new Contraction.Matmul(false, false), MATRIX, right))
                .isEqualTo(product);
        assertThat(evaluate(new Contraction.Matmul(true, false), leftT, right)).isEqualTo(product);
        assertThat(evaluate(new Contraction.Matmul(false, true), MATRIX, rightT))
                .isEqualTo(product);
        assertThat(evaluate(new Contraction.Matmul(true, true), leftT, rightT)).isEqualTo(product);
    }

    @Test
    void indicesChoose() {
        HostArray index = HostArray.of(Shape.of(2, 2), 2L, 0L, 1L, 1L);
        assertThat(evaluate(new Indexing.TakeAlong(1), MATRIX, index))
                .isEqualTo(HostArray.of(Shape.of(2, 2), 3.0, 1.0, 5.0, 5.0));
        HostArray values = HostArray.of(Shape.of(2, 2), 1.0, 2.0, 3.0, 4.0);
        assertThat(evaluate(new Indexing.ScatterAddAlong(1, 3), values, index))
                .isEqualTo(HostArray.of(Shape.of(2, 3), 2.0, 0.0, 1.0, 0.0, 7.0, 0.0));
        assertThat(evaluate(new Indexing.ArgSort(0), HostArray.of(Shape.of(5), 1.0, 0.0, -1.0, -0.0, 1.0)))
                .isEqualTo(HostArray.of(Shape.of(5), 2L, 1L, 3L, 0L, 4L));
    }

    @Test
    void aPositionOutsideStandsForTheNearest() {
        HostArray index = HostArray.of(Shape.of(2, 2), 3L, Long.MAX_VALUE, -1L, Long.MIN_VALUE);
        assertThat(evaluate(new Indexing.TakeAlong(1), MATRIX, index))
                .isEqualTo(HostArray.of(Shape.of(2, 2), 3.0, 3.0, 4.0, 4.0));
    }

    @Test
    void runsReadTheStatesFromBefore() {
        TensorType type = new TensorType(DType.F64, Shape.scalar());
        Tensor a = Tensor.input("a", type);
        Tensor b = Tensor.input("b", type);
        Graph graph = Graph.builder()
                .state(a, b)
                .state(b, a.add(b))
                .output("sum", a.add(b))
                .build();
        Evaluation evaluation = ReferenceInterpreter.evaluate(
                graph, Map.of(), Map.of("a", HostArray.scalar(DType.F64, 2), "b", HostArray.scalar(DType.F64, 3)));
        assertThat(evaluation.outputs().get("sum").item()).isEqualTo(5);
        assertThat(evaluation.states().get("a").item()).isEqualTo(3);
        assertThat(evaluation.states().get("b").item()).isEqualTo(5);
    }

    @Test
    void aMissingOrWrongInputIsNamed() {
        Tensor x = Tensor.input("x", TensorType.f32(2));
        Graph graph = Graph.builder().inputs(x).output("y", x.exp()).build();
        assertThatThrownBy(() -> ReferenceInterpreter.evaluate(graph, Map.of()))
                .hasMessage("no value for x of type f32[2]; given: []");
        assertThatThrownBy(
                        () -> ReferenceInterpreter.evaluate(graph, Map.of("x", HostArray.of(Shape.of(3), 1f, 2f, 3f))))
                .hasMessage("x: expected f32[2], not f32[3]");
    }

    private static HostArray evaluate(Primitive primitive, HostArray... operands) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        List<Tensor> inputs = Arrays.stream(operands)
                .map(operand -> {
                    String name = "x" + values.size();
                    values.put(name, operand);
                    return Tensor.input(name, operand.type());
                })
                .toList();
        Graph graph = Graph.builder()
                .inputs(inputs)
                .output("y", Tensor.of(primitive, inputs))
                .build();
        return ReferenceInterpreter.evaluate(graph, values).get("y");
    }
}
