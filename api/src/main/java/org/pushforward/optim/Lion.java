package org.pushforward.optim;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * Lion, which moves every parameter by the same amount, in the direction given by the sign of a momentum:
 *
 * <pre>
 * u = sign(beta1 m + (1 - beta1) g)
 * theta := (1 - rate decay) theta - rate u,   m := beta2 m + (1 - beta2) g
 * </pre>
 *
 * <p>Chen et al., <i>Symbolic discovery of optimization algorithms</i>, 2023. Lion keeps one vector; {@link Adam} keeps
 * two. The paper recommends a rate three to ten times smaller than Adam's, and a decay larger by the same factor.
 *
 * @param rate the learning rate
 * @param beta1 the weight of the momentum in the update direction, in [0, 1)
 * @param beta2 the decay of the momentum, in [0, 1)
 * @param decay the weight decay, 0 or more
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Lion(LearningRate rate, double beta1, double beta2, double decay) implements Optimizer {
    /** Refuses values out of range. */
    public Lion {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("betas = " + beta1 + ", " + beta2 + " of Lion: expected two in [0, 1)");
        }
        if (!(decay >= 0)) {
            throw new IllegalArgumentException("decay = " + decay + " of Lion: expected 0 or more");
        }
    }

    /** Returns Lion with the paper's betas, 0.9 and 0.99, and without decay. */
    public static Lion withRate(double rate) {
        return withRate(LearningRate.constant(rate));
    }

    /** Returns Lion with the paper's betas, 0.9 and 0.99, and without decay. */
    public static Lion withRate(LearningRate rate) {
        return new Lion(rate, 0.9, 0.99, 0);
    }

    /** Returns this optimizer with weight decay. */
    public Lion withDecay(double decay) {
        return new Lion(rate, beta1, beta2, decay);
    }

    /** Returns this optimizer with other betas. */
    public Lion withBetas(double beta1, double beta2) {
        return new Lion(rate, beta1, beta2, decay);
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public double[] coefficients(long iteration, long update) {
        double current = rate.at(iteration);
        return new double[] {current, 1 - current * decay};
    }

    @Override
    public Update update(Tensor parameters, Tensor gradient, List<Tensor> slots, List<Tensor> coefficients) {
        Tensor m = slots.get(0);
        // beta m + (1 - beta) g = m + (1 - beta) (g - m), so the difference is computed once for both betas.
        Tensor difference = gradient.sub(m);
        Tensor direction = m.add(difference.mul(1 - beta1)).sign();
        Tensor kept = decay == 0 ? parameters : parameters.mul(coefficients.get(1));
        Tensor next = kept.sub(direction.mul(coefficients.get(0)));
        return new Update(next, List.of(m.add(difference.mul(1 - beta2))));
    }
}
