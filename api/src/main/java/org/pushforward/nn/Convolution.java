package org.pushforward.nn;

import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * A convolution layer: the cross-correlation of images with learned kernels, plus a bias for each channel. Maps shape
 * [n, inputs, height, width] to [n, outputs, height', width'].
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Convolution implements Layer {
    private final Tensor weight;
    private final Optional<Tensor> bias;
    private final ConvolutionGeometry geometry;

    private Convolution(Tensor weight, Optional<Tensor> bias, ConvolutionGeometry geometry) {
        this.weight = weight;
        this.bias = bias;
        this.geometry = geometry;
    }

    /**
     * Returns a layer that keeps the size of its images by padding them with zeros.
     *
     * @throws IllegalArgumentException if the kernel is not odd
     */
    public static Convolution same(Scope scope, int inputs, int outputs, int kernel) {
        if (kernel < 1 || kernel % 2 == 0) {
            throw new IllegalArgumentException(
                    "kernel " + kernel + " of a convolution that keeps the size of its images:"
                            + " expected an odd number; builder() takes any");
        }
        return builder(inputs, outputs, kernel).padding(kernel / 2).build(scope);
    }

    /** Returns a builder with a square kernel, stride 1, dilation 1, one group and no padding. */
    public static Builder builder(int inputs, int outputs, int kernel) {
        return builder(inputs, outputs, kernel, kernel);
    }

    /** Returns a builder with stride 1, dilation 1, one group and no padding. */
    public static Builder builder(int inputs, int outputs, int rows, int columns) {
        return new Builder(inputs, outputs, rows, columns);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor y = x.conv2d(weight, geometry);
        return bias.map(b -> y.add(b.reshape(-1, 1, 1))).orElse(y);
    }

    /** Collects the options of a convolution. Not safe for use by several threads. */
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

        /** Sets the distance between neighboring windows, along both axes. */
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

        /** Sets the distance between neighboring taps of the kernel, along both axes. */
        public Builder dilation(int dilation) {
            return slides(
                    new Slide(vertical.stride(), vertical.before(), vertical.after(), dilation),
                    new Slide(horizontal.stride(), horizontal.before(), horizontal.after(), dilation));
        }

        /**
         * Sets stride, padding and dilation along the height axis and along the width axis, if they differ or the
         * padding is asymmetric.
         */
        public Builder slides(Slide alongRows, Slide alongColumns) {
            vertical = alongRows;
            horizontal = alongColumns;
            return this;
        }

        /** Sets the number of independent groups of channels. */
        public Builder groups(int count) {
            groups = count;
            return this;
        }

        /** Omits the bias, which is redundant if a normalization follows. */
        public Builder withoutBias() {
            biased = false;
            return this;
        }

        /** Sets the initial distribution of weight and bias. */
        public Builder initializer(Initializer distribution) {
            initializer = Optional.of(distribution);
            return this;
        }

        /**
         * Declares {@code weight}, of shape [outputs, inputs / groups, rows, columns], and {@code bias}, of shape [outputs].
         * Unless an initializer was set, both are uniform on [-1/sqrt(k), 1/sqrt(k)), where k is the number of products
         * in each sum, as in PyTorch.
         *
         * @throws IllegalArgumentException if the groups do not divide both numbers of channels
         */
        public Convolution build(Scope scope) {
            ConvolutionGeometry geometry = new ConvolutionGeometry(vertical, horizontal, groups);
            if (inputs % groups != 0 || outputs % groups != 0) {
                throw new IllegalArgumentException(groups + " groups of a convolution: expected a divisor of its "
                        + inputs + " inputs and " + outputs + " outputs");
            }
            Shape shape = Shape.of(outputs, inputs / groups, rows, columns);
            Initializer distribution = initializer.orElseGet(() -> Initializer.fanIn(inputs / groups * rows * columns));
            Tensor weight = scope.parameter("weight", shape, distribution);
            Optional<Tensor> bias =
                    biased ? Optional.of(scope.parameter("bias", Shape.of(outputs), distribution)) : Optional.empty();
            return new Convolution(weight, bias, geometry);
        }
    }
}
