package org.pushforward.optim;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Subnormals;

/** A rule that updates parameters by their gradient. Implementations are immutable. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Optimizer {

    /**
     * Returns the number of vectors that the optimizer keeps between steps. They have the shape of the parameters and
     * are zero at first.
     */
    int slots();

    /**
     * Returns the coefficients that depend only on the step. They are computed on the host in float64, because
     * 1 - beta^t is inaccurate in float32 for small t.
     *
     * @param iteration the training iteration, from 1, which determines the learning rate
     * @param update the number of this optimizer's update, from 1. It exceeds the iteration if one iteration makes
     * several updates, as for a GAN's critic
     */
    double[] coefficients(long iteration, long update);

    /**
     * Returns the parameters and slots after a step.
     *
     * @param parameters the vector of parameters
     * @param gradient the gradient of the loss, of the same shape
     * @param slots the vectors that the optimizer keeps
     * @param coefficients the coefficients of this step, each a scalar
     */
    Update update(Tensor parameters, Tensor gradient, List<Tensor> slots, List<Tensor> coefficients);

    /**
     * The result of a step. Slots in float32 are guarded: a moment that only decays never becomes subnormal
     * ({@link Subnormals}), whatever the optimizer.
     *
     * @param parameters the new parameters
     * @param slots the new slots
     */
    record Update(Tensor parameters, List<Tensor> slots) {
        /** Copies the list and guards the slots. */
        public Update {
            slots = slots.stream().map(Subnormals::guarded).toList();
        }
    }
}
