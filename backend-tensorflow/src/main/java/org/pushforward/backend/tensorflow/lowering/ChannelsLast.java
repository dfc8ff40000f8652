package org.pushforward.backend.tensorflow.lowering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.graph.Contraction.Conv2d;
import org.pushforward.graph.Contraction.Conv2dFilterGradient;
import org.pushforward.graph.Contraction.Conv2dInputGradient;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;
import org.tensorflow.Output;

/**
 * Computes nodes with the channels last: convolutions, and the nodes after them as long as they can be computed on
 * reordered axes. Group norms are computed in the order of their operand.
 */
public final class ChannelsLast {
    private static final Set<Class<? extends Primitive>> CONVOLUTIONS =
            Set.of(Conv2d.class, Conv2dInputGradient.class, Conv2dFilterGradient.class);

    /** The primitives that are lowered here. */
    public static final Set<Class<? extends Primitive>> PRIMITIVES = Stream.concat(
                    CONVOLUTIONS.stream(),
                    Stream.of(Normalization.GroupNorm.class, Normalization.GroupNormGradient.class))
            .collect(Collectors.toUnmodifiableSet());

    private final TensorFlowFusions fusions;
    private final Values values;
    private final Emitter emit;

    public ChannelsLast(TensorFlowFusions fusions, Values values, Emitter emit) {
        this.fusions = fusions;
        this.values = values;
        this.emit = emit;
    }

    /** Emits a node if it is computed with the channels last, and returns whether it is. */
    public boolean lower(Tensor node) {
        if (CONVOLUTIONS.contains(node.primitive().getClass()) && isEmpty(node)) {
            // Empty sums, which the kernels refuse.
            values.put(node, emit.op("Fill", emit.vector(node.shape().dims()), emit.scalar(node.dtype(), 0)));
        } else if (fusions.norm(node).isPresent()) {
            norm(node, fusions.norm(node).get());
        } else if (fusions.biased(node).isPresent()) {
            TensorFlowFusions.Biased biased = fusions.biased(node).get();
            values.putChannelsLast(node, convolution(biased.convolution(), biased.biases()));
        } else if (node.primitive() instanceof Conv2d) {
            values.putChannelsLast(node, convolution(node, List.of()));
        } else if (node.primitive() instanceof Conv2dInputGradient p) {
            ChannelsLastConvolution c =
                    new ChannelsLastConvolution(p.geometry(), node.shape(), shape(node, 1), shape(node, 0));
            values.putChannelsLast(node, c.inputGradient(image(node, 0), value(node, 1), emit));
        } else if (node.primitive() instanceof Conv2dFilterGradient p) {
            ChannelsLastConvolution c =
                    new ChannelsLastConvolution(p.geometry(), shape(node, 0), node.shape(), shape(node, 1));
            values.put(node, c.filterGradient(image(node, 0), image(node, 1), emit));
        } else if (node.primitive() instanceof Movement.Transpose p) {
            return transpose(node, new AxisOrder(p.permutation()));
        } else {
            return node.operands().stream().anyMatch(values::isChannelsLast) && carried(node);
        }
        return true;
    }

    private void norm(Tensor node, TensorFlowFusions.Norm norm) {
        Output<?> value = GroupNorms.lower(norm, values, emit);
        if (values.isChannelsLast(norm.x()) && node.shape().rank() > 2) {
            values.putChannelsLast(node, value);
        } else {
            values.put(node, value);
        }
    }

    private Output<?> convolution(Tensor node, List<Tensor> biases) {
        Conv2d p = (Conv2d) node.primitive();
        ChannelsLastConvolution c =
                new ChannelsLastConvolution(p.geometry(), shape(node, 0), shape(node, 1), node.shape());
        Optional<Output<?>> bias = biases.stream()
                .<Output<?>>map(tensor -> emit.reshape(values.get(tensor), node.dim(1)))
                .reduce((a, b) -> emit.op("AddV2", a, b));
        return c.forward(image(node, 0), value(node, 1), bias, emit);
    }

    private static boolean isEmpty(Tensor node) {
        return node.shape().size() == 0
                || node.operands().stream().anyMatch(operand -> operand.shape().size() == 0);
    }

    private static Shape shape(Tensor node, int operand) {
        return node.operands().get(operand).shape();
    }

    private Output<?> image(Tensor node, int operand) {
        return values.channelsLast(node.operands().get(operand));
    }

    private Output<?> value(Tensor node, int operand) {
        return values.get(node.operands().get(operand));
    }

    /** A transpose between the two orders moves nothing. */
    private boolean transpose(Tensor node, AxisOrder permutation) {
        AxisOrder order = AxisOrder.channelsLast(node.shape().rank());
        Tensor x = node.operands().get(0);
        if (values.isChannelsLast(x) && permutation.equals(order)) {
            values.put(node, values.channelsLast(x));
        } else if (!values.isChannelsLast(x) && node.shape().rank() > 2 && permutation.equals(order.inverse())) {
            values.putChannelsLast(node, values.get(x));
        } else {
            return false;
        }
        return true;
    }

    private boolean carried(Tensor node) {
        Optional<Output<?>> result;
        if (node.primitive() instanceof Elementwise || node.primitive() instanceof Smooth) {
            result = elementwise(node);
        } else {
            result = moved(node.primitive(), node).map(primitive -> lower(primitive, node));
        }
        boolean channelsGone =
                node.primitive() instanceof Reduction p && p.axes().contains(1);
        result.ifPresent(value -> {
            if (channelsGone || node.shape().rank() < 3) {
                values.put(node, value);
            } else {
                values.putChannelsLast(node, value);
            }
        });
        return result.isPresent();
    }

    private Optional<Output<?>> elementwise(Tensor node) {
        List<Tensor> operands = Tiling.operands(node);
        int rank = node.shape().rank();
        if (rank > Tiling.MAX_AXES && !operands.equals(node.operands())) {
            return Optional.empty();
        }
        List<Output<?>> x = new ArrayList<>();
        operands.forEach(operand -> x.add(aligned(operand, rank)));
        return Optional.of(TensorFlowLowerings.lower(node, x, emit));
    }

    /**
     * Returns an operand that may have fewer axes. They are aligned at the last axis, unless they include the channels.
     */
    private Output<?> aligned(Tensor operand, int rank) {
        Shape shape = operand.shape();
        if (shape.rank() == rank) {
            return values.channelsLast(operand);
        }
        if (shape.size() == 1) {
            return values.get(operand);
        }
        List<Integer> dims = new ArrayList<>(Collections.nCopies(rank - shape.rank(), 1));
        for (int dim : shape.dims()) {
            dims.add(dim);
        }
        Shape extended = Shape.of(dims);
        AxisOrder order = AxisOrder.channelsLast(rank);
        Output<?> x = values.get(operand);
        return order.move(order.moves(extended) ? emit.reshape(x, extended.dims()) : x, extended, emit);
    }

    /** Returns the equivalent primitive for operands with the channels last. */
    private static Optional<Primitive> moved(Primitive primitive, Tensor node) {
        Shape from = shape(node, 0);
        AxisOrder order = AxisOrder.channelsLast(from.rank());
        if (primitive instanceof Movement.Reshape) {
            boolean within = node.shape().rank() > 2 && node.dim(0) == from.dim(0) && node.dim(1) == from.dim(1);
            Shape to = AxisOrder.channelsLast(node.shape().rank()).of(node.shape());
            return within ? Optional.of(new Movement.Reshape(to)) : Optional.empty();
        }
        if (primitive instanceof Movement.Broadcast) {
            return node.shape().rank() == from.rank()
                    ? Optional.of(new Movement.Broadcast(order.of(node.shape())))
                    : Optional.empty();
        }
        if (primitive instanceof Movement.Slice p) {
            return Optional.of(new Movement.Slice(order.of(p.start()), order.of(p.limit()), order.of(p.stride())));
        }
        if (primitive instanceof Movement.Pad p) {
            return Optional.of(
                    new Movement.Pad(order.of(p.low()), order.of(p.high()), order.of(p.interior()), p.value()));
        }
        if (primitive instanceof Movement.Concat p) {
            return Optional.of(new Movement.Concat(order.axes().indexOf(p.axis())));
        }
        if (primitive instanceof Movement.Reverse p) {
            return Optional.of(new Movement.Reverse(order.positions(p.axes())));
        }
        return primitive instanceof Reduction p ? reduction(p, node, order) : Optional.empty();
    }

    private static Optional<Primitive> reduction(Reduction p, Tensor node, AxisOrder order) {
        // Without the sample axis, the channel axis is the first of the remaining axes.
        boolean keepsOrder =
                !p.axes().contains(0) || p.axes().contains(1) || node.shape().rank() == 1;
        List<Integer> axes = order.positions(p.axes());
        return !keepsOrder
                ? Optional.empty()
                : Optional.of(
                        p instanceof Reduction.ReduceSum
                                ? new Reduction.ReduceSum(axes)
                                : new Reduction.ReduceMax(axes));
    }

    private Output<?> lower(Primitive primitive, Tensor node) {
        List<Tensor> operands = new ArrayList<>();
        for (Tensor operand : node.operands()) {
            Shape shape = AxisOrder.channelsLast(operand.shape().rank()).of(operand.shape());
            operands.add(Tensor.input("image", operand.type().with(shape)));
        }
        return TensorFlowLowerings.lower(Tensor.of(primitive, operands), images(node), emit);
    }

    private List<Output<?>> images(Tensor node) {
        return node.operands().stream().<Output<?>>map(values::channelsLast).toList();
    }
}
