package org.pushforward.graph;

import java.util.List;

/**
 * The parts of one update by Adam, of one vector of parameters: an engine with a kernel for the whole finds the three by
 * their common operands. {@link org.pushforward.optim.Adam} has the formula.
 */
public sealed interface AdamUpdate extends Composite {

    /**
     * beta m + (1 - beta) g, of the first moment m and the gradient g.
     *
     * @param beta the decay, in [0, 1)
     */
    record FirstMoment(double beta) implements AdamUpdate {
        @Override
        public Tensor expand(List<Tensor> operands) {
            Operands.floating(operands.get(0).type());
            return operands.get(0).mul(beta).add(operands.get(1).mul(1 - beta));
        }
    }

    /**
     * beta v + (1 - beta) g^2, of the second moment v and the gradient g.
     *
     * @param beta the decay, in [0, 1)
     */
    record SecondMoment(double beta) implements AdamUpdate {
        @Override
        public Tensor expand(List<Tensor> operands) {
            Operands.floating(operands.get(0).type());
            return operands.get(0).mul(beta).add(operands.get(1).square().mul(1 - beta));
        }
    }

    /**
     * The parameters after the update.
     *
     * <p>Operands: parameters, first and second moment before the update, and gradient; then five scalars: the rate over 1 -
     * beta1^t, 1 / sqrt(1 - beta2^t), 1 - rate decay, the rate, and t, the number of the update from 1. The first three are
     * what the formula needs, the last two what some engine's kernel wants instead.
     *
     * @param beta1 the decay of the first moment
     * @param beta2 the decay of the second moment
     * @param epsilon added to the root of the second moment
     * @param decay the weight decay apart from the gradient
     */
    record Step(double beta1, double beta2, double epsilon, double decay) implements AdamUpdate {
        @Override
        public Tensor expand(List<Tensor> operands) {
            Operands.check(operands.size() == 9, "expected 9 operands");
            Tensor parameters = operands.get(0);
            Tensor gradient = operands.get(3);
            Tensor m = Tensor.of(new FirstMoment(beta1), List.of(operands.get(1), gradient));
            Tensor v = Tensor.of(new SecondMoment(beta2), List.of(operands.get(2), gradient));
            Tensor scale = v.sqrt().mul(operands.get(5)).add(epsilon);
            Tensor kept = decay == 0 ? parameters : parameters.mul(operands.get(6));
            return kept.sub(m.mul(operands.get(4)).div(scale));
        }
    }
}
