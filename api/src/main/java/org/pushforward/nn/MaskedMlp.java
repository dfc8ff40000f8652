package org.pushforward.nn;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A multilayer perceptron whose outputs for coordinate i depend only on the coordinates before i and on the whole
 * context. Maps shape [n, d] to [n, k d]: the first output of every coordinate, then the second, and so on.
 *
 * <p>Weights are multiplied by masks of zeros and ones. Germain, Gregor, Murray and Larochelle, <i>MADE: masked autoencoder for
 * distribution estimation</i>, 2015.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class MaskedMlp implements Network {
    private final int dimension;
    private final ContextColumns context;
    private final Activation activation;
    private final List<Tensor> weights = new ArrayList<>();
    private final List<Tensor> masks = new ArrayList<>();
    private final List<Tensor> biases = new ArrayList<>();

    /**
     * Declares {@code dense.0},  {@code dense.1}, and so on. The last layer is initialized with zeros, so that every
     * output is zero at first.
     *
     * @param dimension the number d of coordinates
     * @param context the columns that every output depends on
     * @param outputs the number k of outputs for each coordinate
     * @param hidden the width of each hidden layer, at least one
     */
    public MaskedMlp(
            Scope scope, Activation activation, int dimension, ContextColumns context, int outputs, int... hidden) {
        this.dimension = dimension;
        this.context = context;
        this.activation = activation;
        // A unit sees units whose degree is at most its own. Coordinate i has degree i + 1, its outputs have degree i,
        // and the context has degree 0. Hidden units of degree 0 carry the context to the first coordinate and serve
        // no other purpose.
        int lowest = context.width() > 0 || dimension == 1 ? 0 : 1;
        int[] degrees = new int[dimension + context.width()];
        for (int i = 0; i < dimension; i++) {
            degrees[i] = i + 1;
        }
        for (int layer = 0; layer <= hidden.length; layer++) {
            boolean last = layer == hidden.length;
            int width = last ? outputs * dimension : hidden[layer];
            int[] next = new int[width];
            for (int j = 0; j < width; j++) {
                next[j] = last ? j % dimension : lowest + degree(j, width, dimension - lowest);
            }
            declare(scope.child("dense").child(layer), degrees, next, last);
            degrees = next;
        }
    }

    /**
     * Returns the degree of unit j, from 0 to {@code degrees - 1}. Degrees repeat in turn or, if there are few units,
     * are spread evenly from the lowest to the highest.
     */
    private static int degree(int j, int width, int degrees) {
        return width >= degrees ? j % degrees : (int) ((long) j * (degrees - 1) / Math.max(1, width - 1));
    }

    private void declare(Scope scope, int[] from, int[] to, boolean last) {
        float[] mask = new float[from.length * to.length];
        for (int i = 0; i < from.length; i++) {
            for (int j = 0; j < to.length; j++) {
                mask[i * to.length + j] = from[i] <= to[j] ? 1 : 0;
            }
        }
        Shape shape = Shape.of(from.length, to.length);
        Initializer initializer = last ? Initializer.zeros() : Initializer.variancePreserving(from.length);
        weights.add(scope.parameter("weight", shape, initializer));
        biases.add(scope.parameter("bias", Shape.of(to.length), last ? Initializer.zeros() : initializer));
        masks.add(Tensor.constant(HostArray.wrap(shape, mask)));
    }

    /** Returns the number of coordinates. */
    public int dimension() {
        return dimension;
    }

    @Override
    public Tensor apply(Tensor x, Context given) {
        Tensor y = context.behind(x, given);
        for (int layer = 0; layer < weights.size(); layer++) {
            y = layer == 0 ? y : activation.apply(y);
            y = y.matmul(weights.get(layer).mul(masks.get(layer))).add(biases.get(layer));
        }
        return y;
    }
}
