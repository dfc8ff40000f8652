package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.GradientCase;
import org.pushforward.conformance.check.Samples;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Checkpoint;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checkpoints, by themselves and in each other: their values, and derivatives that compute them again. */
public final class CheckpointCases {
    private static final List<Shape> SHAPES =
            List.of(Shape.scalar(), Shape.of(5), Shape.of(2, 0), Shape.of(2, 1, 3, 2));

    private CheckpointCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : Samples.FLOATING) {
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

    /** Returns the functions whose checkpointed derivatives are checked. */
    public static List<GradientCase> functions() {
        List<GradientCase> cases = new ArrayList<>();
        for (Shape shape : SHAPES) {
            List<HostArray> operands = List.of(operands(DType.F64, shape));
            cases.add(new GradientCase(
                    shape.toString(),
                    Checkpoint.class,
                    operands,
                    GradientCase.Slope.SMOOTH,
                    CheckpointCases::checkpointed));
            cases.add(new GradientCase(
                    shape + ", nested",
                    Checkpoint.class,
                    operands,
                    GradientCase.Slope.SMOOTH,
                    CheckpointCases::nested));
        }
        return cases;
    }

    private static HostArray[] operands(DType dtype, Shape shape) {
        Samples samples = new Samples("checkpoint " + shape);
        return new HostArray[] {samples.uniform(dtype, shape, -1, 1), samples.uniform(dtype, shape, -1, 1)};
    }

    /** tanh(sin(x) + y), where y comes from around the function. */
    private static Tensor checkpointed(List<Tensor> x) {
        return Checkpoint.of(z -> z.get(0).sin().add(x.get(1)).tanh(), List.of(x.get(0)));
    }

    private static Tensor nested(List<Tensor> x) {
        return Checkpoint.of(z -> checkpointed(List.of(checkpointed(z), z.get(1))), x);
    }
}
