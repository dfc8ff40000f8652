package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Cases of inputs, constants and positions along an axis, used as results. */
final class SourceCases {
    private SourceCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        RandomOperands random = new RandomOperands("source");
        for (DType dtype : TestOperands.ALL_TYPES) {
            for (Shape shape : TestOperands.EDGE_SHAPES) {
                HostArray value = random.whole(dtype, shape);
                cases.add(input(value, "of " + value.type()));
                cases.add(constant(value, "of " + value.type()));
            }
        }
        for (DType dtype : List.of(DType.I32, DType.I64)) {
            cases.add(input(TestOperands.extremes(dtype), "extremes"));
            cases.add(constant(TestOperands.extremes(dtype), dtype + " extremes"));
        }
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            HostArray special = TestOperands.vector(
                    dtype, 0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30, 1.0 / 3);
            cases.add(input(special, "special values"));
            cases.add(constant(special, dtype + " special values"));
        }
        for (DType dtype : TestOperands.NUMERIC_TYPES) {
            for (Shape shape : TestOperands.EDGE_SHAPES) {
                for (int axis = 0; axis < Math.min(shape.rank(), 5); axis++) {
                    TensorType type = new TensorType(dtype, shape);
                    cases.add(ConformanceCase.of(
                            new Source.Iota(type, axis), type + " along " + axis, Tolerance.exact()));
                }
            }
            TensorType vector = new TensorType(dtype, Shape.of(1000));
            cases.add(ConformanceCase.of(new Source.Iota(vector, 0), vector + " along 0", Tolerance.exact()));
        }
        cases.add(ConformanceCase.of(
                Source.Constant.class,
                "repeated and added to an input",
                Tolerance.exact(),
                x -> Tensor.of(new Movement.Broadcast(Shape.of(2, 3)), List.of(Tensor.scalar(DType.F32, 2)))
                        .add(x.get(0)),
                random.whole(DType.F32, Shape.of(2, 3))));
        return cases;
    }

    private static ConformanceCase input(HostArray value, String label) {
        return ConformanceCase.of(Source.Input.class, label, Tolerance.exact(), x -> x.get(0), value);
    }

    private static ConformanceCase constant(HostArray value, String label) {
        return ConformanceCase.of(Source.Constant.class, label, Tolerance.exact(), x -> Tensor.constant(value));
    }
}
