package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.GradientCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Checkpoint;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Single and nested checkpoints: their values, and derivatives that compute the values again. */
public final class CheckpointCases {
    private static final List<Shape> SHAPES =
            List.of(Shape.scalar(), Shape.of(5), Shape.of(2, 0), Shape.of(2, 1, 3, 2));

    private CheckpointCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            for (Shape shape : SHAPES) {
                HostArray[] operands = operands(dtype, shape);
                cases.add(ConformanceCase.of(
                        Checkpoint.class,
                        shape.toString(),
                        Tolerance.transcendental(),
                        CheckpointCases::checkpointed,
                        operands));
                cases.add(ConformanceCase.of(
                        Checkpoint.class,
                        shape + ", nested",
                        Tolerance.transcendental(),
                        CheckpointCases::nested,
                        operands));
            }
        }
        return cases;
    }

    /** Returns the checkpointed functions that are differentiated. */
    public static List<GradientCase> functions() {
        List<GradientCase> cases = new ArrayList<>();
        for (Shape shape : SHAPES) {
            List<HostArray> operands = List.of(operands(DType.F64, shape));
            cases.add(new GradientCase(
                    shape.toString(),
                    Checkpoint.class,
                    operands,
                    GradientCase.Smoothness.SMOOTH,
                    CheckpointCases::checkpointed));
            cases.add(new GradientCase(
                    shape + ", nested",
                    Checkpoint.class,
                    operands,
                    GradientCase.Smoothness.SMOOTH,
                    CheckpointCases::nested));
        }
        return cases;
    }

    private static HostArray[] operands(DType dtype, Shape shape) {
        RandomOperands random = new RandomOperands("checkpoint " + shape);
        return new HostArray[] {random.uniform(dtype, shape, -1, 1), random.uniform(dtype, shape, -1, 1)};
    }

    /** Returns tanh(sin(x) + y), where y is captured by the checkpointed function. */
    private static Tensor checkpointed(List<Tensor> x) {
        return Checkpoint.of(z -> z.get(0).sin().add(x.get(1)).tanh(), List.of(x.get(0)));
    }

    private static Tensor nested(List<Tensor> x) {
        return Checkpoint.of(z -> checkpointed(List.of(checkpointed(z), z.get(1))), x);
    }
}
