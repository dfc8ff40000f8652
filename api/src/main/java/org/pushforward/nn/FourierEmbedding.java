package org.pushforward.nn;

import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Embeds a number as cosines and sines of fixed frequencies: maps shape [n, 1] to [n, 2 k], cosines first.
 *
 * <p>The frequencies are spaced geometrically from 1 to {@code highest}, in radians per unit. They are not random.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class FourierEmbedding implements Layer {
    private final Tensor frequencies;

    /**
     * Creates an embedding.
     *
     * @param width the width 2 k of the result, even
     * @param highest the highest frequency, in radians per unit
     */
    public FourierEmbedding(int width, double highest) {
        if (width < 4 || width % 2 != 0) {
            throw new IllegalArgumentException(
                    "width " + width + " of a Fourier embedding: expected an even number of 4 or more");
        }
        int k = width / 2;
        double[] values = IntStream.range(0, k)
                .mapToDouble(i -> Math.pow(highest, i / (k - 1.0)))
                .toArray();
        frequencies = Tensor.constant(HostArray.wrap(
                Shape.of(1, k), HostArray.wrap(Shape.of(1, k), values).toFloats()));
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor angles = x.mul(frequencies);
        return angles.cos().concat(-1, angles.sin());
    }
}
