package org.pushforward.optim;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * Clips the gradient of an optimizer by its norm: g := g min(1, norm / |g|).
 *
 * <p>The norm is computed in units of the largest element, so that no square overflows or underflows. If the gradient
 * is not finite, all of it becomes NaN.
 *
 * @param optimizer the optimizer that gets the clipped gradient
 * @param norm the largest norm, positive and finite
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record ClippedByNorm(Optimizer optimizer, double norm) implements Optimizer {
    /** Refuses a norm that is not positive and finite. */
    public ClippedByNorm {
        if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("norm = " + norm
                    + " of clipping: expected a positive finite number; for no limit, use the optimizer itself");
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
        return optimizer.update(parameters, shortened(gradient), slots, coefficients);
    }

    private Tensor shortened(Tensor gradient) {
        if (gradient.shape().size() == 0) {
            return gradient;
        }
        Tensor unit = gradient.abs().maxOver().max(norm);
        Tensor length = gradient.div(unit).square().sum().sqrt();
        Tensor limit = unit.reciprocal().mul(norm);
        // Negated so that NaN counts as too long.
        Tensor tooLong = length.lessEqual(limit).not();
        Tensor one = Tensor.scalar(gradient.dtype(), 1);
        Tensor factor = tooLong.where(length.reciprocal().mul(norm), one);
        return gradient.div(tooLong.where(unit, one)).mul(factor);
    }
}
