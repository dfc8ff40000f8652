package org.pushforward.optim;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * Stochastic gradient descent with momentum: v := mu v + g, theta := theta - rate v.
 *
 * @param rate the learning rate
 * @param momentum mu, in [0, 1)
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Sgd(LearningRate rate, double momentum) implements Optimizer {
    /** Refuses a momentum outside [0, 1). */
    public Sgd {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum = " + momentum + ": expected one in [0, 1)");
        }
    }

    /** Returns gradient descent without momentum. */
    public static Sgd withRate(double rate) {
        return new Sgd(LearningRate.constant(rate), 0);
    }

    @Override
    public int slots() {
        return momentum == 0 ? 0 : 1;
    }

    @Override
    public double[] coefficients(long iteration, long update) {
        return new double[] {rate.at(iteration)};
    }

    @Override
    public Update update(Tensor parameters, Tensor gradient, List<Tensor> slots, List<Tensor> coefficients) {
        if (momentum == 0) {
            return new Update(parameters.sub(gradient.mul(coefficients.get(0))), List.of());
        }
        Tensor v = slots.get(0).mul(momentum).add(gradient);
        return new Update(parameters.sub(v.mul(coefficients.get(0))), List.of(v));
    }
}
