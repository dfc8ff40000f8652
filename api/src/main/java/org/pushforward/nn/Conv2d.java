package org.pushforward.nn;

import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * The correlation of images with kernels that are learned, plus a bias for each channel: from shape [n, inputs, height,
 * width] to [n, outputs, height', width'].
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Conv2d implements Layer {
    private final Tensor weight;
    private final Optional<Tensor> bias;
    private final ConvolutionGeometry geometry;

    private Conv2d(Tensor weight, Optional<Tensor> bias, ConvolutionGeometry geometry) {
        this.weight = weight;
        this.bias = bias;
        this.geometry = geometry;
    }

    /**
     * Returns one that keeps the size of its images, with zeros around them.
     *
     * @throws IllegalArgumentException if the kernel is not odd
     */
    public static Conv2d same(Scope scope, int inputs, int outputs, int kernel) {
        if (kernel < 1 || kernel % 2 == 0) {
            throw new IllegalArgumentException("kernel " + kernel + " of a Conv2d that keeps the size of its images:"
                    + " expected an odd number; builder() takes any");
        }
        return builder(inputs, outputs, kernel).padding(kernel / 2).build(scope);
    }

    /** Returns the description of a layer with a square kernel, stride 1, dilation 1, one group and no padding. */
    public static Builder builder(int inputs, int outputs, int kernel) {
        return builder(inputs, outputs, kernel, kernel);
    }

    /** Returns the description of a layer with stride 1, dilation 1, one group and no padding. */
    public static Builder builder(int inputs, int outputs, int rows, int columns) {
        return new Builder(inputs, outputs, rows, columns);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor y = x.conv2d(weight, geometry);
        return bias.map(b -> y.add(b.reshape(-1, 1, 1))).orElse(y);
    }

    /** Collects what a convolution may differ in. Not safe for use by several threads. */
    public static final class Builder {
        private final int inputs;
        private final int outputs;
        private final int rows;
        private final int columns;
        private Slide vertical = new Slide(1, 0, 0, 1);
        private Slide horizontal = vertical;
        private int groups = 1;
        private boolean biased = true;
        private Optional<Initializer> initializer = Optional.empty();

        private Builder(int inputs, int outputs, int rows, int columns) {
            this.inputs = inputs;
            this.outputs = outputs;
            this.rows = rows;
            this.columns = columns;
        }

        /** Sets the distance between two output positions, along both axes. */
        public Builder stride(int stride) {
            return slides(
                    new Slide(stride, vertical.before(), vertical.after(), vertical.dilation()),
                    new Slide(stride, horizontal.before(), horizontal.after(), horizontal.dilation()));
        }

        /** Sets the number of zeros on each of the four sides. */
        public Builder padding(int padding) {
            return slides(
                    new Slide(vertical.stride(), padding, padding, vertical.dilation()),
                    new Slide(horizontal.stride(), padding, padding, horizontal.dilation()));
        }

        /** Sets the distance between two taps of the kernel, along both axes. */
        public Builder dilation(int dilation) {
            return slides(
                    new Slide(vertical.stride(), vertical.before(), vertical.after(), dilation),
                    new Slide(horizontal.stride(), horizontal.before(), horizontal.after(), dilation));
        }

        /** Sets the movement along the rows' axis and along the columns' axis, where they differ or padding is uneven. */
        public Builder slides(Slide alongRows, Slide alongColumns) {
            vertical = alongRows;
            horizontal = alongColumns;
            return this;
        }

        /** Sets the number of groups of channels that do not see each other. */
        public Builder groups(int count) {
            groups = count;
            return this;
        }

        /** Leaves the bias out, as where a normalization follows. */
        public Builder withoutBias() {
            biased = false;
            return this;
        }

        /** Sets the distribution of weight and bias before training. */
        public Builder initializer(Initializer distribution) {
            initializer = Optional.of(distribution);
            return this;
        }

        /**
         * Declares {@code weight}, of shape [outputs, inputs / groups, rows, columns], and {@code bias}, of shape [outputs].
         * Both are uniform on [-1/sqrt(k), 1/sqrt(k)) for the k products in each sum, which is PyTorch's distribution, unless another
         * was set.
         *
         * @throws IllegalArgumentException if the groups divide not both numbers of channels
         */
        public Conv2d build(Scope scope) {
            ConvolutionGeometry geometry = new ConvolutionGeometry(vertical, horizontal, groups);
            if (inputs % groups != 0 || outputs % groups != 0) {
                throw new IllegalArgumentException(groups + " groups of a Conv2d: expected a divisor of its " + inputs
                        + " inputs and " + outputs + " outputs");
            }
            Shape shape = Shape.of(outputs, inputs / groups, rows, columns);
            Initializer distribution = initializer.orElseGet(() -> Initializer.fanIn(inputs / groups * rows * columns));
            Tensor weight = scope.parameter("weight", shape, distribution);
            Optional<Tensor> bias =
                    biased ? Optional.of(scope.parameter("bias", Shape.of(outputs), distribution)) : Optional.empty();
            return new Conv2d(weight, bias, geometry);
        }
    }
}
