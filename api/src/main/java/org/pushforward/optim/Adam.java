package org.pushforward.optim;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Tensor;

/**
 * Adam, with optional decoupled weight decay:
 *
 * <pre>
 * m := beta1 m + (1 - beta1) g,   v := beta2 v + (1 - beta2) g^2
 * theta := (1 - rate decay) theta - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>Kingma and Ba, <i>Adam: a method for stochastic optimization</i>, 2015; with decay, it is AdamW: Loshchilov and
 * Hutter, <i>Decoupled weight decay regularization</i>, 2019.
 *
 * @param rate the learning rate
 * @param beta1 the decay of the first moment, in [0, 1)
 * @param beta2 the decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, positive
 * @param decay the decoupled weight decay, 0 or more
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Adam(LearningRate rate, double beta1, double beta2, double epsilon, double decay) implements Optimizer {
    /** Refuses values out of range. */
    public Adam {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("betas = " + beta1 + ", " + beta2 + " of Adam: expected two in [0, 1)");
        }
        if (!(epsilon > 0 && decay >= 0)) {
            throw new IllegalArgumentException("epsilon = " + epsilon + ", decay = " + decay
                    + " of Adam: expected a positive epsilon and a decay of 0 or more");
        }
    }

    /** Returns Adam with the paper's betas, 0.9 and 0.999. */
    public static Adam withRate(double rate) {
        return withRate(LearningRate.constant(rate));
    }

    /** Returns Adam with the paper's betas, 0.9 and 0.999. */
    public static Adam withRate(LearningRate rate) {
        return new Adam(rate, 0.9, 0.999, 1e-8, 0);
    }

    /** Returns AdamW: this optimizer with decoupled weight decay. */
    public Adam withDecay(double decay) {
        return new Adam(rate, beta1, beta2, epsilon, decay);
    }

    /** Returns this optimizer with other betas. */
    public Adam withBetas(double beta1, double beta2) {
        return new Adam(rate, beta1, beta2, epsilon, decay);
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public double[] coefficients(long iteration, long update) {
        double correction1 = 1 - StrictMath.pow(beta1, update);
        double correction2 = 1 - StrictMath.pow(beta2, update);
        double current = rate.at(iteration);
        return new double[] {current / correction1, 1 / Math.sqrt(correction2), 1 - current * decay, current, update};
    }

    @Override
    public Update update(Tensor parameters, Tensor gradient, List<Tensor> slots, List<Tensor> coefficients) {
        Tensor m = Tensor.of(new AdamUpdate.AdamFirstMoment(beta1), List.of(slots.get(0), gradient));
        Tensor v = Tensor.of(new AdamUpdate.AdamSecondMoment(beta2), List.of(slots.get(1), gradient));
        List<Tensor> operands = new ArrayList<>(List.of(parameters, slots.get(0), slots.get(1), gradient));
        operands.addAll(coefficients);
        Tensor next = Tensor.of(new AdamUpdate.AdamStep(beta1, beta2, epsilon, decay), operands);
        return new Update(next, List.of(m, v));
    }
}
