package org.pushforward.distribution;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.Shape;

/**
 * The distribution N(0, I): log p(x) = -|x|^2 / 2 - (d / 2) log(2 pi).
 *
 * @param event the shape of one sample, of d elements
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record StandardNormal(Shape event) implements Distribution {
    @Override
    public Tensor logProb(Tensor x) {
        Events.check("x", x, event);
        double constant = 0.5 * event.size() * Math.log(2 * Math.PI);
        return Events.sum(x.square()).mul(-0.5).sub(constant);
    }

    @Override
    public Tensor sample(Noise noise, int count) {
        return noise.normal(event.prepend(count).dims());
    }
}
