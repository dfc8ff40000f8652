package org.pushforward.zoo.score;

import java.util.Arrays;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Activation;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.FourierEmbedding;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.Shape;

/**
 * A multilayer perceptron with SiLU. Its input is the concatenation of the scaled data, the context columns and a Fourier embedding of
 * c_noise.
 */
public final class DenoiserMlp implements DenoiserNetwork {
    private static final int EMBEDDING = 64;
    private static final double HIGHEST_FREQUENCY = 64;

    private final FourierEmbedding embedding = new FourierEmbedding(EMBEDDING, HIGHEST_FREQUENCY);
    private final ContextColumns context;
    private final Mlp network;

    /**
     * Declares the layers.
     *
     * @param scope where
     * @param dimension the number of coordinates of the data
     * @param context the columns of the context
     * @param hidden the width of each hidden layer
     */
    public DenoiserMlp(Scope scope, int dimension, ContextColumns context, int... hidden) {
        int[] widths = new int[hidden.length + 2];
        widths[0] = dimension + context.width() + EMBEDDING;
        System.arraycopy(hidden, 0, widths, 1, hidden.length);
        widths[widths.length - 1] = dimension;
        if (Arrays.stream(hidden).anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("hidden widths " + Arrays.toString(hidden) + ": expected 1 at least");
        }
        this.context = context;
        this.network = Mlp.startingAtZero(scope, Activation.SILU, widths);
    }

    @Override
    public Tensor apply(Tensor x, Tensor noise, Context given) {
        Tensor level = embedding.apply(noise).broadcastTo(Shape.of(x.dim(0), EMBEDDING));
        return network.apply(context.behind(x, given).concat(1, level));
    }
}
