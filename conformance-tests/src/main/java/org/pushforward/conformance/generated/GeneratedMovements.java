package org.pushforward.conformance.generated;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Generated cases of the primitives that move elements. */
final class GeneratedMovements {
    private GeneratedMovements() {}

    /** Chooses a movement of a tensor from its shape. */
    @FunctionalInterface
    private interface Choice {
        Primitive of(ChoiceSequence choices, Shape shape);
    }

    static void addTo(GeneratedCases cases) {
        for (DType dtype : TestOperands.ALL_TYPES) {
            moved(cases, Movement.Reshape.class, dtype, (choices, shape) -> {
                List<Integer> order = choices.permutation(shape.rank());
                return new Movement.Reshape(
                        Shape.of(order.stream().map(shape::dim).toList()));
            });
            moved(
                    cases,
                    Movement.Transpose.class,
                    dtype,
                    (choices, shape) -> new Movement.Transpose(choices.permutation(shape.rank())));
            moved(
                    cases,
                    Movement.Reverse.class,
                    dtype,
                    (choices, shape) -> new Movement.Reverse(choices.subset(shape.rank())));
            moved(cases, Movement.Slice.class, dtype, GeneratedMovements::slice);
            if (dtype != DType.BOOL) {
                moved(cases, Movement.Pad.class, dtype, GeneratedMovements::pad);
            }
            broadcast(cases, dtype);
            concat(cases, dtype);
        }
    }

    private static void moved(GeneratedCases cases, Class<? extends Primitive> subject, DType dtype, Choice choice) {
        cases.add(subject, dtype, choices -> {
            Shape shape = choices.shape(0, 6, 0, 4);
            Primitive primitive = choice.of(choices, shape);
            return GeneratedCases.exact(primitive, choices.operands().whole(dtype, shape));
        });
    }

    private static Primitive slice(ChoiceSequence choices, Shape shape) {
        List<Integer> start = new ArrayList<>();
        List<Integer> limit = new ArrayList<>();
        for (int dim : shape.dims()) {
            start.add(choices.between(0, dim));
            limit.add(choices.between(start.get(start.size() - 1), dim));
        }
        return new Movement.Slice(start, limit, choices.numbers(shape.rank(), 1, 3));
    }

    private static Primitive pad(ChoiceSequence choices, Shape shape) {
        int rank = shape.rank();
        return new Movement.Pad(
                choices.numbers(rank, 0, 2),
                choices.numbers(rank, 0, 2),
                choices.numbers(rank, 0, 1),
                choices.between(0, 5));
    }

    private static void broadcast(GeneratedCases cases, DType dtype) {
        cases.add(Movement.Broadcast.class, dtype, choices -> {
            Shape shape = choices.shape(0, 8, 0, 3);
            HostArray x = choices.operands().whole(dtype, GeneratedCases.narrowed(choices, shape));
            return GeneratedCases.exact(new Movement.Broadcast(shape), x);
        });
    }

    private static void concat(GeneratedCases cases, DType dtype) {
        cases.add(Movement.Concat.class, dtype, choices -> {
            Shape shape = choices.shape(1, 6, 0, 3);
            int axis = choices.axis(shape);
            HostArray[] parts = choices.numbers(choices.between(1, 4), 0, 3).stream()
                    .map(length -> choices.operands().whole(dtype, shape.with(axis, length)))
                    .toArray(HostArray[]::new);
            return GeneratedCases.exact(new Movement.Concat(axis), parts);
        });
    }
}
