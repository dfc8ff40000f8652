package org.pushforward.zoo.posterior;

import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.Shape;

/**
 * A move m of a denoised mean D toward an observation y that stays stable in large steps: m min(1, b |y - A(D)| / |A m|). With the bound
 * b = 1 the observed values move no farther than to the observation.
 */
final class BoundedMove {
    private BoundedMove() {}

    /** Refuses a bound that is not positive; infinity is none. */
    static void check(String method, double bound) {
        if (!(bound > 0)) {
            throw new IllegalArgumentException(
                    "bound of " + method + " = " + bound + ": expected a positive number; infinity is no bound");
        }
    }

    /**
     * Returns the bounded move.
     *
     * @param move m
     * @param mean D
     * @param observed A(D)
     * @param misfit y - A(D)
     * @param range the shape of the observation of one sample
     * @param bound b; infinite for none
     */
    static Tensor of(Tensor move, Tensor mean, Tensor observed, Tensor misfit, Shape range, double bound) {
        if (Double.isInfinite(bound)) {
            return move;
        }
        Tensor moved =
                Gradients.jvp(List.of(observed), List.of(mean), List.of(move)).get(0);
        RowVectors rows = RowVectors.of("a bound", observed, range);
        Tensor allowed = rows.dot(misfit, misfit).mul(bound * bound);
        Tensor square = rows.dot(moved, moved);
        // Nothing is divided by zero where nothing moves.
        return rows.scaled(
                move,
                square.greater(allowed)
                        .applyWhere(square, 1, s -> allowed.div(s).sqrt(), 1));
    }
}
