package org.pushforward.metrics.calibration;

import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks of the arguments of scores of posterior samples. */
final class PosteriorSamples {
    private PosteriorSamples() {}

    /** Refuses anything but finite floating samples [draws, cells] and truth [cells]. */
    static void check(HostArray samples, HostArray truth) {
        Shape shape = samples.shape();
        if (!samples.dtype().isFloating()
                || !truth.dtype().isFloating()
                || shape.rank() != 2
                || shape.size() == 0
                || !truth.shape().equals(Shape.of(shape.dim(1)))) {
            throw new IllegalArgumentException("samples of type " + samples.type() + " and truth of type "
                    + truth.type() + ": expected floating types [draws, cells] and [cells]");
        }
        if (!samples.isFinite() || !truth.isFinite()) {
            throw new IllegalArgumentException(
                    (samples.isFinite() ? "truth of type " + truth.type() : "samples of type " + samples.type())
                            + " contains NaN or infinity: leave out cells without a value");
        }
    }
}
