package org.pushforward.zoo.flow;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Bijector;
import org.pushforward.distribution.ConditionalBijector;
import org.pushforward.distribution.Events;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Network;
import org.pushforward.tensor.Shape;

/**
 * A bijector that maps one part of the coordinates with parameters that depend on the other part and the context:
 *
 * <pre>
 * z_a = x_a,   z_b = map(x_b; network(x_a, context)),   log |det| = log |det| of the map
 * </pre>
 *
 * <p>Dinh, Sohl-Dickstein and Bengio, <i>Density estimation using Real NVP</i>, 2017.
 *
 * @param context the columns that the network is conditioned on
 * @param dimension the number of coordinates, 2 or more
 * @param split the number of coordinates in the first part, from 1 to {@code dimension - 1}
 * @param firstConditions whether a is the first part; otherwise it is the second
 * @param network computes the parameters of the map for part b from part a
 * @param map the map of each coordinate of b
 */
public record Coupling(
        Schema context, int dimension, int split, boolean firstConditions, Network network, UnivariateMap map)
        implements ConditionalBijector {
    /** Refuses an empty part. */
    public Coupling {
        if (split < 1 || split >= dimension) {
            throw new IllegalArgumentException("a coupling of " + dimension + " coordinates that splits after " + split
                    + ": expected a split from 1 to " + (dimension - 1));
        }
    }

    @Override
    public Bijector given(Context given) {
        return new Bijector() {
            @Override
            public Image forward(Tensor x) {
                Tensor a = conditioning(x);
                Image b = map.forward(moved(x), network.apply(a, given));
                return new Image(join(a, b.value()), b.logAbsDet());
            }

            @Override
            public Image inverse(Tensor z) {
                Tensor a = conditioning(z);
                Image b = map.inverse(moved(z), network.apply(a, given));
                return new Image(join(a, b.value()), b.logAbsDet());
            }
        };
    }

    private Tensor conditioning(Tensor x) {
        Events.check("input of a coupling", x, Shape.of(dimension));
        return firstConditions ? x.slice(1, 0, split) : x.slice(1, split, dimension);
    }

    private Tensor moved(Tensor x) {
        return firstConditions ? x.slice(1, split, dimension) : x.slice(1, 0, split);
    }

    private Tensor join(Tensor a, Tensor b) {
        return firstConditions ? a.concat(1, b) : b.concat(1, a);
    }
}
