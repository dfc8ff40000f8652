package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pushforward.backend.onnx.OnnxEvaluation.array;
import static org.pushforward.backend.onnx.OnnxEvaluation.assertExact;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class EmptyTensorTest {

    private static HostArray zeros(DType dtype, int... dims) {
        return HostArray.zeros(new TensorType(dtype, Shape.of(dims)));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void valuesComputedFromEmptyTensorsAreConstants(DType dtype) {
        HostArray nothing = zeros(dtype, 0, 3);
        HostArray some = array(dtype, Shape.of(1, 3), 1, 2, 3);
        assertExact(OnnxEvaluation.of(new Reduction.ReduceSum(List.of(0)), nothing), zeros(dtype, 3));
        Contraction.Matmul product = new Contraction.Matmul(true, false);
        assertExact(OnnxEvaluation.of(product, nothing, zeros(dtype, 0, 2)), zeros(dtype, 3, 2));
        assertExact(OnnxEvaluation.of(new Movement.Concat(0), nothing, some), some);
        Movement.Pad pad = new Movement.Pad(List.of(1, 0), List.of(0, 0), List.of(0, 0), 5);
        assertExact(OnnxEvaluation.of(pad, nothing), array(dtype, Shape.of(1, 3), 5, 5, 5));
        Indexing.ScatterAddAlong scatter = new Indexing.ScatterAddAlong(0, 2);
        assertExact(OnnxEvaluation.of(scatter, nothing, zeros(DType.I64, 0, 3)), zeros(dtype, 2, 3));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void nothingStaysNothing(DType dtype) {
        HostArray nothing = zeros(dtype, 2, 0);
        assertExact(OnnxEvaluation.of(new Binary.Add(), nothing, nothing), nothing);
        assertExact(OnnxEvaluation.of(new Indexing.ArgSort(1), nothing), zeros(DType.I64, 2, 0));
        assertExact(OnnxEvaluation.of(new Movement.Reshape(Shape.of(0, 7)), nothing), zeros(dtype, 0, 7));
        HostArray some = array(dtype, Shape.of(2, 1), 1, 2);
        assertExact(OnnxEvaluation.of(new Movement.Broadcast(Shape.of(2, 0)), some), nothing);
        assertExact(OnnxEvaluation.of(new Indexing.TakeAlong(1), some, zeros(DType.I64, 2, 0)), nothing);
    }

    @Test
    void aStateMayBeEmptyAndAGraphMayComputeNothing() {
        Tensor state = Tensor.input("state", TensorType.f32(0));
        Graph graph = Graph.builder().state(state, state.add(1)).build();
        try (Backend backend = OnnxEvaluation.open();
                Executable executable = backend.compile(graph)) {
            executable.write("state", zeros(DType.F32, 0));
            assertThat(executable.run(Map.of())).isEmpty();
            assertThat(executable.read("state")).isEqualTo(zeros(DType.F32, 0));
        }
    }
}
