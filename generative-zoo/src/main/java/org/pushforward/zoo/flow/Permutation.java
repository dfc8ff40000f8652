package org.pushforward.zoo.flow;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pushforward.distribution.Bijector;
import org.pushforward.distribution.Events;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** A bijector that permutes the coordinates in a fixed order: z_i = x_order(i). It is exact. */
public final class Permutation implements Bijector {
    private final Shape event;
    private final Tensor order;
    private final Tensor inverseOrder;

    /**
     * Makes the permutation.
     *
     * @param order the source of each output coordinate; contains each number from 0 to d - 1 once
     * @throws IllegalArgumentException if a number is missing
     */
    public Permutation(int[] order) {
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        if (!Arrays.equals(sorted, IntStream.range(0, order.length).toArray())) {
            throw new IllegalArgumentException("order " + Arrays.toString(order)
                    + " of coordinates: expected each number" + " from 0 to " + (order.length - 1) + " once");
        }
        this.event = Shape.of(order.length);
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
        Events.check("input of a permutation", x, event);
        return new Image(x.gather(1, order), Events.sum(x).zerosLike());
    }

    @Override
    public Image inverse(Tensor z) {
        Events.check("input of a permutation", z, event);
        return new Image(z.gather(1, inverseOrder), Events.sum(z).zerosLike());
    }
}
