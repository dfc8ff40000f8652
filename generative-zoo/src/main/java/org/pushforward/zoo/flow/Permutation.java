package org.pushforward.zoo.flow;

import org.pushforward.distribution.Bijector;
import org.pushforward.distribution.Events;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The coordinates in another, fixed order: z_i = x_order(i). It is exact, whatever the numbers. */
public final class Permutation implements Bijector {
    private final Tensor order;
    private final Tensor inverseOrder;

    /**
     * Makes the map.
     *
     * @param order the coordinate that each image coordinate takes, each number from 0 to d - 1 once
     */
    public Permutation(int[] order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        this.order = positions(order);
        this.inverseOrder = positions(inverse);
    }

    private static Tensor positions(int[] order) {
        long[] longs = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            longs[i] = order[i];
        }
        return Tensor.constant(HostArray.wrap(Shape.of(order.length), longs));
    }

    @Override
    public Image forward(Tensor x) {
        return new Image(x.gather(1, order), Events.sum(x).zerosLike());
    }

    @Override
    public Image inverse(Tensor z) {
        return new Image(z.gather(1, inverseOrder), Events.sum(z).zerosLike());
    }
}
