package org.pushforward.optim;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/** A rule that changes parameters by their gradient. Implementations are immutable. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Optimizer {

    /** Returns the number of vectors, of the parameters' shape and zero at first, that it keeps between steps. */
    int slots();

    /**
     * Returns the numbers that depend on the step only. They are computed here, in float64, because 1 - beta^t has no
     * accurate float32 form for small t.
     *
     * @param iteration the number of the iteration of training, from 1, which schedules go by
     * @param update the number of this optimizer's update, from 1: more than the iteration where one iteration makes
     *     several updates, as that of a GAN's critic does
     */
    double[] coefficients(long iteration, long update);

    /**
     * Returns the parameters and slots after a step.
     *
     * @param parameters the vector of parameters
     * @param gradient the gradient of the loss, of the same shape
     * @param slots the vectors kept
     * @param coefficients the numbers of this step, each a scalar
     */
    Update update(Tensor parameters, Tensor gradient, List<Tensor> slots, List<Tensor> coefficients);

    /**
     * What a step leaves.
     *
     * @param parameters the new parameters
     * @param slots the new slots
     */
    record Update(Tensor parameters, List<Tensor> slots) {
        /** Copies the list. */
        public Update {
            slots = List.copyOf(slots);
        }
    }
}
