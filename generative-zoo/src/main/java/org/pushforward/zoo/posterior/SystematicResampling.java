package org.pushforward.zoo.posterior;

import java.util.stream.IntStream;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Chooses p of p weighted particles with one uniform number u: particle k is chosen once for each position (u + j) / p, j = 0 .. p - 1,
 * between the sums of the weights before it and up to it. The expected number of copies of a particle is p times its weight.
 *
 * <p>Carpenter, Clifford and Fearnhead, <i>Improved particle filter for nonlinear problems</i>, 1999.
 */
final class SystematicResampling {
    private SystematicResampling() {}

    /**
     * Returns the numbers of the chosen particles in ascending order, int64 [n, p].
     *
     * @param weights the weights, which add up to 1 in each row, [n, p]
     * @param u uniform on [0, 1), [n, 1]
     */
    static Tensor choice(Tensor weights, Tensor u) {
        int p = weights.dim(1);
        Tensor above = weights.cumulativeSum(1, false, false);
        Tensor positions = steps(p).cast(u.dtype()).add(u).div(p);
        // A particle is before position j if all weights up to its own add up to at most the position.
        Tensor before = above.expandDims(1)
                .sub(positions.expandDims(2))
                .greater(0)
                .not()
                .cast(DType.I64)
                .sum(2);
        // Weights that round to less than 1 leave the last position beyond the last particle.
        return before.min(Tensor.full(before.type(), p - 1));
    }

    /** Returns the chosen particles in resampled rows, and the old ones elsewhere. */
    static Tensor take(Tensor particles, Tensor choice, Tensor due) {
        int rank = particles.shape().rank();
        int[] dims =
                IntStream.range(0, rank).map(i -> i < 2 ? choice.dim(i) : 1).toArray();
        Tensor positions = choice.reshape(dims).broadcastTo(particles.shape());
        Tensor rows = due.reshape(
                IntStream.range(0, rank).map(i -> i == 0 ? due.dim(0) : 1).toArray());
        return rows.where(particles.takeAlong(1, positions), particles);
    }

    private static Tensor steps(int p) {
        float[] values = new float[p];
        for (int j = 0; j < p; j++) {
            values[j] = j;
        }
        return Tensor.constant(HostArray.wrap(Shape.of(1, p), values));
    }
}
