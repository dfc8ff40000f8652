package org.pushforward.optim;

import java.util.List;
import org.pushforward.graph.Tensor;

/**
 * An optimiser that sees the gradient shortened to a length: g := g min(1, norm / |g|).
 *
 * @param optimizer the optimiser that sees it
 * @param norm the greatest length, positive
 */
public record ClippedByNorm(Optimizer optimizer, double norm) implements Optimizer {
    /** Refuses a norm that is not positive. */
    public ClippedByNorm {
        if (!(norm > 0)) {
            throw new IllegalArgumentException("norm = " + norm + " of clipping: expected a positive number");
        }
    }

    @Override
    public int slots() {
        return optimizer.slots();
    }

    @Override
    public double[] coefficients(long iteration, long update) {
        return optimizer.coefficients(iteration, update);
    }

    @Override
    public Update update(Tensor parameters, Tensor gradient, List<Tensor> slots, List<Tensor> coefficients) {
        Tensor length = gradient.square().sum().sqrt();
        Tensor shortened = gradient.mul(length.max(norm).reciprocal().mul(norm));
        return optimizer.update(parameters, shortened, slots, coefficients);
    }
}
