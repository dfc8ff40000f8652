package org.pushforward.backend.onnx;

import static org.pushforward.backend.onnx.OnnxEvaluation.array;
import static org.pushforward.backend.onnx.OnnxEvaluation.assertExact;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class MovementTest {
    private static HostArray matrix(DType dtype) {
        return array(dtype, Shape.of(2, 3), 1, 0, 3, 4, 5, 0);
    }

    @ParameterizedTest
    @EnumSource
    void reshapeKeepsTheOrder(DType dtype) {
        HostArray expected = array(dtype, Shape.of(3, 1, 2), 1, 0, 3, 4, 5, 0);
        assertExact(OnnxEvaluation.of(new Movement.Reshape(Shape.of(3, 1, 2)), matrix(dtype)), expected);
    }

    @ParameterizedTest
    @EnumSource
    void aScalarIsReshapedBothWays(DType dtype) {
        HostArray one = array(dtype, Shape.of(1, 1), 1);
        HostArray scalar = array(dtype, Shape.scalar(), 1);
        assertExact(OnnxEvaluation.of(new Movement.Reshape(Shape.scalar()), one), scalar);
        assertExact(OnnxEvaluation.of(new Movement.Reshape(Shape.of(1, 1)), scalar), one);
    }

    @ParameterizedTest
    @EnumSource
    void transposeMovesAxes(DType dtype) {
        HostArray x = array(dtype, Shape.of(1, 2, 3), 1, 0, 3, 4, 5, 0);
        HostArray expected = array(dtype, Shape.of(3, 1, 2), 1, 4, 0, 5, 3, 0);
        assertExact(OnnxEvaluation.of(new Movement.Transpose(List.of(2, 0, 1)), x), expected);
    }

    @ParameterizedTest
    @EnumSource
    void broadcastRepeats(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 1), 1, 0);
        HostArray expected = array(dtype, Shape.of(2, 2, 3), 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0);
        assertExact(OnnxEvaluation.of(new Movement.Broadcast(Shape.of(2, 2, 3)), x), expected);
    }

    @ParameterizedTest
    @EnumSource
    void sliceTakesEveryOther(DType dtype) {
        Movement.Slice slice = new Movement.Slice(List.of(1, 0), List.of(2, 3), List.of(1, 2));
        assertExact(OnnxEvaluation.of(slice, matrix(dtype)), array(dtype, Shape.of(1, 2), 4, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64", "I32", "I64"})
    void padSurroundsAndSeparates(DType dtype) {
        Movement.Pad pad = new Movement.Pad(List.of(0, 1), List.of(1, 0), List.of(1, 2), 9);
        HostArray expected = array(dtype, Shape.of(4, 8), new double[] {
            9, 1, 9, 9, 0, 9, 9, 3, //
            9, 9, 9, 9, 9, 9, 9, 9, //
            9, 4, 9, 9, 5, 9, 9, 0, //
            9, 9, 9, 9, 9, 9, 9, 9
        });
        assertExact(OnnxEvaluation.of(pad, matrix(dtype)), expected);
    }

    @ParameterizedTest
    @EnumSource
    void concatJoins(DType dtype) {
        HostArray x = array(dtype, Shape.of(2, 1), 1, 0);
        HostArray expected = array(dtype, Shape.of(2, 5), 1, 1, 0, 3, 1, 0, 4, 5, 0, 0);
        assertExact(OnnxEvaluation.of(new Movement.Concat(1), x, matrix(dtype), x), expected);
    }

    @ParameterizedTest
    @EnumSource
    void reverseTurnsAxes(DType dtype) {
        HostArray both = array(dtype, Shape.of(2, 3), 0, 5, 4, 3, 0, 1);
        HostArray last = array(dtype, Shape.of(2, 3), 3, 0, 1, 0, 5, 4);
        assertExact(OnnxEvaluation.of(new Movement.Reverse(List.of(0, 1)), matrix(dtype)), both);
        assertExact(OnnxEvaluation.of(new Movement.Reverse(List.of(1)), matrix(dtype)), last);
        assertExact(OnnxEvaluation.of(new Movement.Reverse(List.of()), matrix(dtype)), matrix(dtype));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64", "I32", "I64"})
    void iotaCounts(DType dtype) {
        Tensor iota = Tensor.of(new Source.Iota(new TensorType(dtype, Shape.of(2, 3, 1)), 1), List.of());
        assertExact(OnnxEvaluation.of(iota, Map.of()), array(dtype, Shape.of(2, 3, 1), 0, 1, 2, 0, 1, 2));
    }

    @ParameterizedTest
    @EnumSource
    void constantsKeepTheirBits(DType dtype) {
        assertExact(OnnxEvaluation.of(Tensor.constant(matrix(dtype)), Map.of()), matrix(dtype));
    }

    @Test
    void rankEightIsSupported() {
        HostArray x = array(DType.F32, Shape.of(2, 1, 1, 1, 1, 1, 1, 2), 1, 2, 3, 4);
        HostArray expected = array(DType.F32, Shape.of(2, 1, 1, 1, 1, 1, 1, 2), 1, 3, 2, 4);
        assertExact(OnnxEvaluation.of(new Movement.Transpose(List.of(7, 1, 2, 3, 4, 5, 6, 0)), x), expected);
    }
}
