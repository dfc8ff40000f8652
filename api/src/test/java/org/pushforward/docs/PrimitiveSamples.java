package org.pushforward.docs;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Checkpoint;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Logical;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** A sample node of each primitive, for a given element type. */
final class PrimitiveSamples {
    private static final Shape MATRIX = Shape.of(2, 3);
    private static final ConvolutionGeometry GEOMETRY = ConvolutionGeometry.square(1, 1, 1);
    private static final List<Integer> NONE = List.of(0, 0);
    private static final List<Integer> ONE = List.of(1, 1);

    /** The primitives that need more than operands of one type and shape [2, 3]. */
    private static final Map<Class<?>, Function<DType, Tensor>> PARTICULAR = Map.ofEntries(
            entry(Source.Constant.class, d -> Tensor.constant(HostArray.zeros(new TensorType(d, MATRIX)))),
            entry(Source.Input.class, d -> Tensor.input("x", new TensorType(d, MATRIX))),
            entry(Source.Iota.class, d -> Tensor.iota(new TensorType(d, MATRIX), 0)),
            entry(Unary.FloorDiv.class, d -> node(new Unary.FloorDiv(3), d, MATRIX)),
            entry(Unary.FloorMod.class, d -> node(new Unary.FloorMod(3), d, MATRIX)),
            entry(Logical.Not.class, d -> node(new Logical.Not(), d, MATRIX)),
            entry(
                    Elementwise.Select.class,
                    d -> Tensor.of(
                            new Elementwise.Select(),
                            List.of(input("c", DType.BOOL, MATRIX), input("x", d, MATRIX), input("y", d, MATRIX)))),
            entry(Elementwise.Cast.class, d -> node(new Elementwise.Cast(DType.F64), d, MATRIX)),
            entry(Elementwise.StopGradient.class, d -> node(new Elementwise.StopGradient(), d, MATRIX)),
            entry(Movement.Reshape.class, d -> node(new Movement.Reshape(Shape.of(6)), d, MATRIX)),
            entry(Movement.Transpose.class, d -> node(new Movement.Transpose(List.of(1, 0)), d, MATRIX)),
            entry(Movement.Broadcast.class, d -> node(new Movement.Broadcast(Shape.of(4, 2, 3)), d, MATRIX)),
            entry(Movement.Slice.class, d -> node(new Movement.Slice(List.of(0, 1), List.of(2, 3), ONE), d, MATRIX)),
            entry(Movement.Pad.class, d -> node(new Movement.Pad(ONE, NONE, NONE, 0), d, MATRIX)),
            entry(Movement.Concat.class, d -> node(new Movement.Concat(0), d, MATRIX, MATRIX)),
            entry(Movement.Reverse.class, d -> node(new Movement.Reverse(List.of(0)), d, MATRIX)),
            entry(Reduction.ReduceSum.class, d -> node(new Reduction.ReduceSum(List.of(1)), d, MATRIX)),
            entry(Reduction.ReduceMax.class, d -> node(new Reduction.ReduceMax(List.of(1)), d, MATRIX)),
            entry(Scan.CumulativeSum.class, d -> node(new Scan.CumulativeSum(1, false, false), d, MATRIX)),
            entry(Contraction.Matmul.class, d -> node(new Contraction.Matmul(false, false), d, MATRIX, Shape.of(3, 4))),
            entry(
                    Contraction.Conv2d.class,
                    d -> node(new Contraction.Conv2d(GEOMETRY), d, Shape.of(1, 2, 5, 5), Shape.of(4, 2, 3, 3))),
            entry(
                    Contraction.Conv2dInputGradient.class,
                    d -> node(
                            new Contraction.Conv2dInputGradient(GEOMETRY, 5, 5),
                            d,
                            Shape.of(1, 4, 5, 5),
                            Shape.of(4, 2, 3, 3))),
            entry(
                    Contraction.Conv2dFilterGradient.class,
                    d -> node(
                            new Contraction.Conv2dFilterGradient(GEOMETRY, 3, 3),
                            d,
                            Shape.of(1, 2, 5, 5),
                            Shape.of(1, 4, 5, 5))),
            entry(Indexing.ArgSort.class, d -> node(new Indexing.ArgSort(1), d, MATRIX)),
            entry(Indexing.ArgMax.class, d -> node(new Indexing.ArgMax(1), d, MATRIX)),
            entry(Indexing.TakeAlong.class, d -> positioned(new Indexing.TakeAlong(1), d, MATRIX)),
            entry(Indexing.ScatterAddAlong.class, d -> positioned(new Indexing.ScatterAddAlong(1, 5), d, MATRIX)),
            entry(Indexing.Gather.class, d -> positioned(new Indexing.Gather(1), d, Shape.of(3))),
            entry(Indexing.ScatterAdd.class, d -> positioned(new Indexing.ScatterAdd(1, 5), d, Shape.of(3))),
            entry(RandomBits.class, d -> node(new RandomBits(), d, Shape.of(2), Shape.of(5, 4))),
            entry(Composite.Sort.class, d -> node(new Composite.Sort(1), d, MATRIX)),
            entry(Normalization.Softmax.class, d -> node(new Normalization.Softmax(1), d, MATRIX)),
            entry(
                    Normalization.SoftmaxGradient.class,
                    d -> node(new Normalization.SoftmaxGradient(1), d, MATRIX, MATRIX)),
            entry(Normalization.LogSoftmax.class, d -> node(new Normalization.LogSoftmax(1), d, MATRIX)),
            entry(Normalization.GroupNorm.class, d -> node(new Normalization.GroupNorm(1, 1e-5), d, MATRIX)),
            entry(
                    Normalization.GroupNormGradient.class,
                    d -> node(new Normalization.GroupNormGradient(1, 1e-5), d, MATRIX, MATRIX)),
            entry(AdamUpdate.AdamFirstMoment.class, d -> node(new AdamUpdate.AdamFirstMoment(0.9), d, MATRIX, MATRIX)),
            entry(
                    AdamUpdate.AdamSecondMoment.class,
                    d -> node(new AdamUpdate.AdamSecondMoment(0.999), d, MATRIX, MATRIX)),
            entry(Rectified.LeakyRelu.class, d -> node(new Rectified.LeakyRelu(0.2), d, MATRIX)),
            entry(
                    Rectified.LeakyReluGradient.class,
                    d -> node(new Rectified.LeakyReluGradient(0.2), d, MATRIX, MATRIX)),
            entry(AdamUpdate.AdamStep.class, PrimitiveSamples::step),
            entry(Checkpoint.class, d -> Checkpoint.of(x -> x.get(0).sin().exp(), List.of(input("x", d, MATRIX)))));

    private PrimitiveSamples() {}

    /**
     * Returns a node of the primitive.
     *
     * @throws IllegalArgumentException if the primitive does not accept the element type
     */
    static Tensor of(Class<? extends Primitive> primitive, DType dtype) {
        if (PARTICULAR.containsKey(primitive)) {
            return PARTICULAR.get(primitive).apply(dtype);
        }
        try {
            Primitive plain = primitive.getDeclaredConstructor().newInstance();
            boolean unary = plain instanceof Unary;
            try {
                return unary ? node(plain, dtype, MATRIX) : node(plain, dtype, MATRIX, MATRIX);
            } catch (IllegalArgumentException e) {
                return node(plain, dtype, MATRIX);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("add a sample of " + primitive + " to " + PrimitiveSamples.class, e);
        }
    }

    private static Tensor step(DType dtype) {
        Shape scalar = Shape.scalar();
        return node(
                new AdamUpdate.AdamStep(0.9, 0.999, 1e-8, 0),
                dtype,
                MATRIX,
                MATRIX,
                MATRIX,
                MATRIX,
                scalar,
                scalar,
                scalar,
                scalar,
                scalar);
    }

    private static Tensor positioned(Indexing primitive, DType dtype, Shape positions) {
        return Tensor.of(primitive, List.of(input("x", dtype, MATRIX), input("i", DType.I64, positions)));
    }

    private static Tensor node(Primitive primitive, DType dtype, Shape... shapes) {
        String[] names = shapes.length <= 3 ? new String[] {"x", "y", "z"} : "p m v g a b c d e".split(" ");
        List<Tensor> operands = new ArrayList<>();
        for (Shape shape : shapes) {
            operands.add(input(names[operands.size()], dtype, shape));
        }
        return Tensor.of(primitive, operands);
    }

    private static Tensor input(String name, DType dtype, Shape shape) {
        return Tensor.input(name, new TensorType(dtype, shape));
    }
}
