package org.pushforward.conformance.generated;

import java.util.function.IntFunction;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.values.ReductionCases;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Primitive;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Generated cases of sorting, of the largest element's position, and of taking and scattering at positions. */
final class GeneratedIndexing {
    private GeneratedIndexing() {}

    static void addTo(GeneratedCases cases) {
        for (DType dtype : TestOperands.ALL_TYPES) {
            if (dtype != DType.BOOL) {
                along(cases, Indexing.ArgSort.class, dtype, 0, Indexing.ArgSort::new);
                along(cases, Composite.Sort.class, dtype, 0, Composite.Sort::new);
                along(cases, Indexing.ArgMax.class, dtype, 1, Indexing.ArgMax::new);
            }
            takeAlong(cases, dtype);
            gather(cases, dtype);
        }
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            scatterAddAlong(cases, dtype);
            scatterAdd(cases, dtype);
        }
    }

    /** Adds cases of a primitive along an axis, of some least length. */
    private static void along(
            GeneratedCases cases,
            Class<? extends Primitive> subject,
            DType dtype,
            int shortest,
            IntFunction<Primitive> primitive) {
        cases.add(subject, dtype, choices -> {
            Shape shape = choices.shape(1, 5, 0, 6);
            int axis = choices.axis(shape);
            Shape searched = shape.with(axis, choices.between(shortest, 6));
            return GeneratedCases.exact(
                    primitive.apply(axis), choices.operands().whole(dtype, searched));
        });
    }

    private static void takeAlong(GeneratedCases cases, DType dtype) {
        cases.add(Indexing.TakeAlong.class, dtype, choices -> {
            Shape shape = choices.shape(1, 5, 1, 5);
            int axis = choices.axis(shape);
            RandomOperands random = choices.operands();
            HostArray indices = random.indices(shape.with(axis, choices.between(0, 9)), shape.dim(axis));
            return GeneratedCases.exact(new Indexing.TakeAlong(axis), random.whole(dtype, shape), indices);
        });
    }

    private static void gather(GeneratedCases cases, DType dtype) {
        cases.add(Indexing.Gather.class, dtype, choices -> {
            Shape shape = choices.shape(1, 5, 0, 4);
            int axis = choices.axis(shape);
            int length = shape.dim(axis);
            Shape positions = Shape.of(choices.between(0, length == 0 ? 0 : 9));
            RandomOperands random = choices.operands();
            HostArray x = random.whole(dtype, shape);
            HostArray indices = random.indices(positions, Math.max(1, length));
            return GeneratedCases.exact(new Indexing.Gather(axis), x, indices);
        });
    }

    private static void scatterAddAlong(GeneratedCases cases, DType dtype) {
        cases.add(Indexing.ScatterAddAlong.class, dtype, choices -> {
            Shape shape = choices.shape(1, 5, 1, 5);
            int axis = choices.axis(shape);
            int length = choices.between(1, 9);
            HostArray x = choices.operands().uniform(dtype, shape, -2, 2);
            HostArray indices = choices.operands().indices(shape, length);
            return ReductionCases.summed(new Indexing.ScatterAddAlong(axis, length), "", shape.dim(axis), x, indices);
        });
    }

    private static void scatterAdd(GeneratedCases cases, DType dtype) {
        cases.add(Indexing.ScatterAdd.class, dtype, choices -> {
            Shape shape = choices.shape(1, 5, 0, 5);
            int axis = choices.axis(shape);
            int length = choices.between(1, 9);
            int count = shape.dim(axis);
            HostArray x = choices.operands().uniform(dtype, shape, -2, 2);
            HostArray indices = choices.operands().indices(Shape.of(count), length);
            return ReductionCases.summed(new Indexing.ScatterAdd(axis, length), "", Math.max(1, count), x, indices);
        });
    }
}
