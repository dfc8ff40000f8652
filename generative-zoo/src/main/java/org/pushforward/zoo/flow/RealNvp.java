package org.pushforward.zoo.flow;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Scope;
import org.pushforward.random.RandomKey;
import org.pushforward.train.ParameterGroup;

/**
 * RealNVP: affine couplings of which each conditions on the part that the one before has moved.
 *
 * <p>Dinh, Sohl-Dickstein and Bengio, <i>Density estimation using Real NVP</i>, 2017.
 *
 * @param dimension the number of coordinates, 2 or more
 * @param couplings the number of couplings, 2 or more
 * @param hidden the width of the two hidden layers of each conditioner
 */
public record RealNvp(int dimension, int couplings, int hidden) {
    /** Refuses fewer coordinates or couplings than 2, and a width below 1. */
    public RealNvp {
        if (dimension < 2 || couplings < 2 || hidden < 1) {
            throw new IllegalArgumentException("RealNVP of dimension " + dimension + " with " + couplings
                    + " couplings of width " + hidden + ": expected 2, 2 and 1 at least");
        }
    }

    /** Returns the flow, which begins as a permutation of the coordinates. */
    public NormalizingFlow build() {
        Scope scope = Scope.root();
        List<Bijector> bijectors = new ArrayList<>();
        int split = dimension / 2;
        for (int i = 0; i < couplings; i++) {
            boolean firstConditions = i % 2 == 0;
            if (dimension > 2 && i > 0 && firstConditions) {
                // Two couplings move every coordinate; a new order then lets other coordinates meet.
                bijectors.add(new Permutation(RandomKey.of(dimension).fold(i).permutation(dimension)));
            }
            int from = firstConditions ? split : dimension - split;
            int to = dimension - from;
            Scope place = scope.child("coupling").child(i).child("conditioner");
            Mlp conditioner = Mlp.startingAtZero(place, Activation.RELU, from, hidden, hidden, 2 * to);
            bijectors.add(new AffineCoupling(split, firstConditions, conditioner));
        }
        return new NormalizingFlow(dimension, bijectors, new ParameterGroup(NormalizingFlow.GROUP, scope.parameters()));
    }
}
