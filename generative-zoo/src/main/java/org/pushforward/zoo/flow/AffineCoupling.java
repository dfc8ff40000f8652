package org.pushforward.zoo.flow;

import org.pushforward.graph.Tensor;
import org.pushforward.nn.Layer;

/**
 * One part of the coordinates moved and scaled by functions of the other:
 *
 * <pre>
 * z_a = x_a,   z_b = x_b exp(s(x_a)) + t(x_a),   log |det| = sum s(x_a)
 * </pre>
 *
 * with s = 2 tanh(r/2) of the conditioner's first half r, so that scales stay between e^-2 and e^2.
 *
 * <p>Dinh, Sohl-Dickstein and Bengio, <i>Density estimation using Real NVP</i>, 2017.
 */
final class AffineCoupling implements Bijector {
    private final int split;
    private final boolean firstConditions;
    private final Layer conditioner;

    /**
     * Makes one.
     *
     * @param split the number of coordinates in the first part
     * @param firstConditions whether the first part is a, and else the second
     * @param conditioner from part a to twice the width of part b: r, then t
     */
    AffineCoupling(int split, boolean firstConditions, Layer conditioner) {
        this.split = split;
        this.firstConditions = firstConditions;
        this.conditioner = conditioner;
    }

    private record Affine(Tensor scale, Tensor shift) {}

    private Affine affine(Tensor a) {
        Tensor both = conditioner.apply(a);
        int width = both.dim(1) / 2;
        Tensor scale = both.slice(1, 0, width).mul(0.5).tanh().mul(2);
        return new Affine(scale, both.slice(1, width, 2 * width));
    }

    private Tensor conditioning(Tensor x) {
        return firstConditions ? x.slice(1, 0, split) : x.slice(1, split, x.dim(1));
    }

    private Tensor transformed(Tensor x) {
        return firstConditions ? x.slice(1, split, x.dim(1)) : x.slice(1, 0, split);
    }

    private Tensor join(Tensor a, Tensor b) {
        return firstConditions ? a.concat(1, b) : b.concat(1, a);
    }

    @Override
    public Image forward(Tensor x) {
        Tensor a = conditioning(x);
        Affine affine = affine(a);
        Tensor b = transformed(x).mul(affine.scale().exp()).add(affine.shift());
        return new Image(join(a, b), affine.scale().sum(1));
    }

    @Override
    public Tensor inverse(Tensor z) {
        Tensor a = conditioning(z);
        Affine affine = affine(a);
        Tensor b = transformed(z).sub(affine.shift()).mul(affine.scale().neg().exp());
        return join(a, b);
    }
}
