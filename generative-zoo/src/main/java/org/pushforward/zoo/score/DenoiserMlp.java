package org.pushforward.zoo.score;

import java.util.Arrays;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Activation;
import org.pushforward.nn.FourierEmbedding;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.Shape;

/**
 * A perceptron that sees data and noise level: the scaled data, whatever is observed, and a Fourier embedding of c_noise, one
 * after another, through hidden layers with SiLU.
 */
public final class DenoiserMlp implements DenoiserNetwork {
    private static final int EMBEDDING = 64;
    private static final double HIGHEST_FREQUENCY = 64;

    private final FourierEmbedding embedding = new FourierEmbedding(EMBEDDING, HIGHEST_FREQUENCY);
    private final Mlp network;

    /**
     * Declares the layers.
     *
     * @param scope where
     * @param dimension the number of coordinates of the data
     * @param observed the number of coordinates of what is observed, possibly 0
     * @param hidden the width of each hidden layer
     */
    public DenoiserMlp(Scope scope, int dimension, int observed, int... hidden) {
        int[] widths = new int[hidden.length + 2];
        widths[0] = dimension + observed + EMBEDDING;
        System.arraycopy(hidden, 0, widths, 1, hidden.length);
        widths[widths.length - 1] = dimension;
        if (Arrays.stream(hidden).anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("hidden widths " + Arrays.toString(hidden) + ": expected 1 at least");
        }
        this.network = Mlp.startingAtZero(scope, Activation.SILU, widths);
    }

    @Override
    public Tensor apply(Tensor x, Tensor noise) {
        return network.apply(x.concat(1, embedding.apply(noise).broadcastTo(Shape.of(x.dim(0), EMBEDDING))));
    }

    /**
     * Returns F of data and of what is observed.
     *
     * @param x scaled data, of shape [n, d]
     * @param noise c_noise, of shape [n, 1] or [1, 1]
     * @param observed what is observed, of shape [n, observed]
     */
    public Tensor apply(Tensor x, Tensor noise, Tensor observed) {
        return apply(x.concat(1, observed), noise);
    }
}
