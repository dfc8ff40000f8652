package org.pushforward.zoo.flow;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Bijector;
import org.pushforward.distribution.ConditionalBijector;
import org.pushforward.distribution.Events;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.MaskedMlp;
import org.pushforward.tensor.Shape;

/**
 * A bijector that maps each coordinate with parameters that depend on the earlier coordinates and the context:
 *
 * <pre>
 * z_i = map(x_i; network(x_1, ..., x_(i - 1), context)),   log |det| = sum of log dz_i/dx_i
 * </pre>
 *
 * <p>The forward direction takes one pass of the network, so densities are fast (a masked autoregressive flow). The inverse takes one pass
 * for each coordinate. {@link Bijector#inverseOf} swaps the directions for fast samples and slow densities (an inverse autoregressive
 * flow).
 * Papamakarios, Pavlakou and Murray, <i>Masked autoregressive flow for density estimation</i>, 2017; Kingma, Salimans, Jozefowicz,
 * Chen, Sutskever and Welling, <i>Improved variational inference with inverse autoregressive flow</i>, 2016.
 *
 * @param context the columns that the network is conditioned on
 * @param network computes the parameters of the map
 * @param map the map of each coordinate
 */
public record Autoregressive(Schema context, MaskedMlp network, UnivariateMap map) implements ConditionalBijector {
    @Override
    public Bijector given(Context given) {
        return new Bijector() {
            @Override
            public Image forward(Tensor x) {
                Events.check("input of an autoregressive map", x, Shape.of(network.dimension()));
                return map.forward(x, network.apply(x, given));
            }

            @Override
            public Image inverse(Tensor z) {
                Events.check("input of an autoregressive map", z, Shape.of(network.dimension()));
                // After pass i the first i coordinates are right. The network must not see the others: they do not
                // affect the next pass, but they can grow to infinity, and a mask turns infinity into NaN.
                Tensor zeros = z.zerosLike();
                Image image = map.inverse(z, network.apply(zeros, given));
                for (int i = 1; i < network.dimension(); i++) {
                    Tensor known = image.value().slice(1, 0, i).concat(1, zeros.slice(1, i, network.dimension()));
                    image = map.inverse(z, network.apply(known, given));
                }
                return image;
            }
        };
    }
}
