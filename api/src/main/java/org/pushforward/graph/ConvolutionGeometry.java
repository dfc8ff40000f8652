package org.pushforward.graph;

import org.pushforward.Stability;

/**
 * How a kernel moves over an image.
 *
 * <p>Along each axis, output position p reads input positions {@code p stride - before + k dilation} for k = 0, 1, ...,
 * with zeros outside the image. So the output has
 * {@code floor((n + before + after - (kernel - 1) dilation - 1) / stride) + 1} positions.
 *
 * @param vertical the movement along the height axis
 * @param horizontal the movement along the width axis
 * @param groups the number of independent groups of channels, 1 or more
 */
@Stability(Stability.Level.STABLE)
public record ConvolutionGeometry(Slide vertical, Slide horizontal, int groups) {
    /**
     * The movement along one axis.
     *
     * @param stride the distance between neighboring windows, 1 or more
     * @param before the number of zeros before the first element, 0 or more
     * @param after the number of zeros after the last element, 0 or more
     * @param dilation the distance between neighboring taps of the kernel, 1 or more
     */
    public record Slide(int stride, int before, int after, int dilation) {
        /** Refuses attributes out of range. */
        public Slide {
            Operands.check(
                    stride >= 1 && dilation >= 1,
                    "expected a stride and a dilation of 1 or more, not " + stride + " and " + dilation);
            Operands.check(before >= 0 && after >= 0, "expected padding of 0 or more, not " + before + " and " + after);
        }

        /** Returns the number of input positions that a kernel spans. */
        public int span(int kernel) {
            return Operands.length((kernel - 1L) * dilation + 1);
        }

        /** Returns the number of output positions. */
        public int outputs(int inputs, int kernel) {
            long padded = (long) inputs + before + after;
            long room = padded - span(kernel);
            Operands.check(
                    kernel >= 1 && room >= 0,
                    "expected a kernel of 1 or more that fits: " + kernel + " taps span " + span(kernel) + " of "
                            + padded + " positions, padding included");
            return Operands.length(room / stride + 1);
        }
    }

    /** Refuses attributes out of range. */
    public ConvolutionGeometry {
        Operands.check(groups >= 1, "expected 1 group or more, not " + groups);
    }

    /** Returns the same movement along both axes, with one group. */
    public static ConvolutionGeometry square(int stride, int padding, int dilation) {
        Slide slide = new Slide(stride, padding, padding, dilation);
        return new ConvolutionGeometry(slide, slide, 1);
    }

    /** Returns this with another number of groups. */
    public ConvolutionGeometry withGroups(int other) {
        return new ConvolutionGeometry(vertical, horizontal, other);
    }
}
