package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Functions that normalize over an axis or a group of channels. */
@Stability(Stability.Level.STABLE)
public sealed interface Normalization extends Composite {

    /**
     * e^x divided by its sum along an axis.
     *
     * @param axis the axis over which the result sums to 1
     */
    record Softmax(int axis) implements Normalization {
        @Override
        public void admit(List<TensorType> operands) {
            Operands.axis(Operands.alike(operands, 1).shape(), axis);
        }

        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor exponential = shifted(operands.get(0), axis).exp();
            return exponential.div(exponential.sum(axis).expandDims(axis));
        }
    }

    /**
     * y (g - sum g y), for the cotangent g and the value y of {@link Softmax}.
     *
     * @param axis the axis over which y sums to 1
     */
    record SoftmaxGradient(int axis) implements Normalization {
        @Override
        public void admit(List<TensorType> operands) {
            Operands.axis(Operands.alike(operands, 2).shape(), axis);
        }

        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor g = operands.get(0);
            Tensor y = operands.get(1);
            return y.mul(g.sub(g.mul(y).sum(axis).expandDims(axis)));
        }
    }

    /**
     * x - log sum e^x along an axis.
     *
     * @param axis the axis over which the exponentials of the result sum to 1
     */
    record LogSoftmax(int axis) implements Normalization {
        @Override
        public void admit(List<TensorType> operands) {
            Operands.axis(Operands.alike(operands, 1).shape(), axis);
        }

        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor shifted = shifted(operands.get(0), axis);
            return shifted.sub(shifted.exp().sum(axis).log().expandDims(axis));
        }
    }

    /**
     * (x - mean) / sqrt(variance + epsilon), for x of shape [n, channels, ...]. The mean and variance are taken over a
     * group of channels and all further axes of one sample. With one group it is layer normalization; with as many
     * groups as channels it is instance normalization. Wu and He, <i>Group normalization</i>, 2018.
     *
     * @param groups the number of groups, a divisor of the channels
     * @param epsilon added to the variance, positive
     */
    record GroupNorm(int groups, double epsilon) implements Normalization {
        /** Refuses attributes out of range. */
        public GroupNorm {
            range(groups, epsilon);
        }

        @Override
        public void admit(List<TensorType> operands) {
            Operands.alike(operands, 1);
        }

        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor x = grouped(operands.get(0), groups);
            Tensor centered = x.sub(mean(x));
            return centered.div(deviation(centered, epsilon))
                    .reshape(operands.get(0).shape());
        }
    }

    /**
     * The cotangent of the operand of {@link GroupNorm}: (g - mean(g) - y mean(g y)) / sqrt(variance + epsilon), where
     * y is the normalized x. Operands: the cotangent g of the result and x.
     *
     * @param groups the number of groups, a divisor of the channels
     * @param epsilon added to the variance, positive
     */
    record GroupNormGradient(int groups, double epsilon) implements Normalization {
        /** Refuses attributes out of range. */
        public GroupNormGradient {
            range(groups, epsilon);
        }

        @Override
        public void admit(List<TensorType> operands) {
            Operands.alike(operands, 2);
        }

        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor g = grouped(operands.get(0), groups);
            Tensor x = grouped(operands.get(1), groups);
            Tensor centered = x.sub(mean(x));
            Tensor deviation = deviation(centered, epsilon);
            Tensor y = centered.div(deviation);
            Tensor tangent = g.sub(mean(g)).sub(y.mul(mean(g.mul(y))));
            return tangent.div(deviation).reshape(operands.get(1).shape());
        }
    }

    private static Tensor shifted(Tensor x, int axis) {
        Operands.axis(x.shape(), axis);
        return x.sub(x.maxOver(axis).stopGradient().expandDims(axis));
    }

    private static void range(int groups, double epsilon) {
        Operands.check(groups >= 1, "expected 1 group or more, not " + groups);
        Operands.check(epsilon > 0, "expected a positive epsilon, not " + epsilon);
    }

    /** Returns x as [n, groups, elements of a group]. */
    private static Tensor grouped(Tensor x, int groups) {
        Shape shape = x.shape();
        Operands.check(shape.rank() >= 2, "expected rank 2 or more: [n, channels, ...]");
        Operands.check(shape.dim(1) % groups == 0, "expected channels that " + groups + " groups divide");
        int elements = shape.with(0, 1).size() / groups;
        Operands.check(elements > 0, "expected at least one element in a group");
        return x.reshape(shape.dim(0), groups, elements);
    }

    private static Tensor mean(Tensor grouped) {
        return grouped.mean(2).expandDims(2);
    }

    private static Tensor deviation(Tensor centered, double epsilon) {
        return mean(centered.square()).add(epsilon).sqrt();
    }
}
