package org.pushforward.zoo.score;

import java.util.Arrays;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Activation;
import org.pushforward.nn.FourierEmbedding;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Scope;

/**
 * A perceptron that sees data and noise level: the scaled data, whatever is observed, and a Fourier embedding of
 * log(sigma)/4, one after another, through hidden layers with SiLU.
 */
public final class DenoiserNetwork {
    private static final int EMBEDDING = 64;
    private static final double HIGHEST_FREQUENCY = 64;

    private final Preconditioning preconditioning;
    private final FourierEmbedding embedding = new FourierEmbedding(EMBEDDING, HIGHEST_FREQUENCY);
    private final Mlp network;

    /**
     * Declares the layers.
     *
     * @param scope where
     * @param preconditioning the scalings
     * @param dimension the number of coordinates of the data
     * @param observed the number of coordinates of what is observed, possibly 0
     * @param hidden the width of each hidden layer
     */
    public DenoiserNetwork(Scope scope, Preconditioning preconditioning, int dimension, int observed, int... hidden) {
        this.preconditioning = preconditioning;
        int[] widths = new int[hidden.length + 2];
        widths[0] = dimension + observed + EMBEDDING;
        System.arraycopy(hidden, 0, widths, 1, hidden.length);
        widths[widths.length - 1] = dimension;
        if (Arrays.stream(hidden).anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("hidden widths " + Arrays.toString(hidden) + ": expected 1 at least");
        }
        this.network = Mlp.startingAtZero(scope, Activation.SILU, widths);
    }

    /**
     * Returns c_skip x + c_out F(c_in x, observed, c_noise).
     *
     * @param x noisy data, of shape [n, d]
     * @param sigma noise levels, of shape [n, 1]
     * @param observed more inputs of the network, each of shape [n, ...]
     */
    public Tensor denoise(Tensor x, Tensor sigma, Tensor... observed) {
        Tensor input = x.mul(preconditioning.in(sigma));
        for (Tensor more : observed) {
            input = input.concat(1, more);
        }
        Tensor output = network.apply(input.concat(1, embedding.apply(preconditioning.noise(sigma))));
        return x.mul(preconditioning.skip(sigma)).add(output.mul(preconditioning.out(sigma)));
    }
}
