package org.pushforward.nn;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Resizing of images: maps shape [n, channels, height, width] to [n, channels, height', width']. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Resampling {
    private Resampling() {}

    /** Returns nearest-neighbor upsampling: each pixel becomes a square of side {@code factor}. */
    public static Tensor nearest(Tensor images, int factor) {
        int n = images.dim(0);
        int channels = images.dim(1);
        int height = images.dim(2);
        int width = images.dim(3);
        return images.reshape(n, channels, height, 1, width, 1)
                .broadcastTo(Shape.of(n, channels, height, factor, width, factor))
                .reshape(n, channels, height * factor, width * factor);
    }

    /**
     * Returns the bilinear interpolation at the centers of the new pixels. The image is extended as a constant beyond
     * the centers of its outermost pixels.
     *
     * <p>A pixel is a square, and both images cover the same area: the center of new pixel i is
     * at {@code (i + 1/2) height / height' - 1/2} in units of old pixels. Interpolation uses four neighbors even if the
     * image shrinks, so average first to avoid aliasing.
     *
     * @param height the new height
     * @param width the new width
     */
    public static Tensor bilinear(Tensor images, int height, int width) {
        Tensor wide = alongLast(images, width);
        return alongLast(wide.transpose(), height).transpose();
    }

    private static Tensor alongLast(Tensor images, int length) {
        int old = images.dim(3);
        if (old == length) {
            return images;
        }
        Tensor weights = Tensor.constant(interpolation(old, length, images.dtype()));
        return images.reshape(-1, old).matmul(weights).reshape(images.dim(0), images.dim(1), images.dim(2), length);
    }

    /** Returns the matrix [old, new] whose column i contains the weights of the old positions for new position i. */
    private static HostArray interpolation(int old, int length, DType dtype) {
        double[] weights = new double[old * length];
        for (int i = 0; i < length; i++) {
            double position = Math.min(Math.max((i + 0.5) * old / length - 0.5, 0), old - 1.0);
            int below = (int) position;
            double share = position - below;
            weights[below * length + i] += 1 - share;
            weights[Math.min(below + 1, old - 1) * length + i] += share;
        }
        return HostArray.wrap(Shape.of(old, length), weights).cast(dtype);
    }
}
