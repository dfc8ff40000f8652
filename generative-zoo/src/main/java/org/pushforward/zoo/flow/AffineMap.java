package org.pushforward.zoo.flow;

import org.pushforward.distribution.Events;
import org.pushforward.distribution.Transform.Image;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * The affine map z = x exp(s) + t. The first parameter r gives s = 2 tanh(r / 2), so scales stay between e^-2 and e^2. The second parameter
 * is t.
 */
public record AffineMap() implements UnivariateMap {
    @Override
    public int parameters() {
        return 2;
    }

    private static Tensor logScale(Tensor x, Tensor parameters) {
        Events.check("parameters of an affine map", parameters, Shape.of(2 * x.dim(1)));
        return parameters.slice(1, 0, x.dim(1)).mul(0.5).tanh().mul(2);
    }

    private static Tensor shift(Tensor x, Tensor parameters) {
        return parameters.slice(1, x.dim(1), 2 * x.dim(1));
    }

    @Override
    public Image forward(Tensor x, Tensor parameters) {
        Tensor s = logScale(x, parameters);
        return new Image(x.mul(s.exp()).add(shift(x, parameters)), s.sum(1));
    }

    @Override
    public Image inverse(Tensor z, Tensor parameters) {
        Tensor minus = logScale(z, parameters).neg();
        return new Image(z.sub(shift(z, parameters)).mul(minus.exp()), minus.sum(1));
    }
}
