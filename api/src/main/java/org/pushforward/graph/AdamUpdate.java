package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.pass.Subnormals;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The three parts of one Adam update of a parameter vector. An engine with a fused Adam kernel recognizes the parts by
 * their common operands. {@link org.pushforward.optim.Adam} gives the formula; {@link Subnormals} explains how moments
 * stay out of the subnormal range.
 */
@Stability(Stability.Level.STABLE)
public sealed interface AdamUpdate extends Composite {

    /**
     * beta m + (1 - beta) g, for the first moment m and the gradient g.
     *
     * @param beta the decay, in [0, 1)
     */
    record AdamFirstMoment(double beta) implements AdamUpdate {
        /** Refuses a decay out of range. */
        public AdamFirstMoment {
            checkDecay(beta);
        }

        @Override
        public void admit(List<TensorType> operands) {
            Operands.alike(operands, 2);
        }

        @Override
        public Tensor expand(List<Tensor> operands) {
            return Subnormals.guarded(
                    operands.get(0).mul(beta).add(operands.get(1).mul(1 - beta)));
        }
    }

    /**
     * beta v + (1 - beta) g^2, for the second moment v and the gradient g. It is computed as beta v + (sqrt(1 - beta) g)^2, since the
     * square of g alone would overflow where its part in the moment does not.
     *
     * @param beta the decay, in [0, 1)
     */
    record AdamSecondMoment(double beta) implements AdamUpdate {
        /** Refuses a decay out of range. */
        public AdamSecondMoment {
            checkDecay(beta);
        }

        @Override
        public void admit(List<TensorType> operands) {
            Operands.alike(operands, 2);
        }

        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor added = operands.get(1).mul(Math.sqrt(1 - beta)).square();
            return Subnormals.guarded(operands.get(0).mul(beta).add(added));
        }
    }

    /**
     * The parameters after the update.
     *
     * <p>Operands: the parameters, the first and second moments before the update, and the gradient; then five scalars:
     * rate / (1 - beta1^t), 1 / sqrt(1 - beta2^t), 1 - rate decay, the rate, and t, the update number, counted from 1.
     * The formula uses the first three scalars; some engines' kernels use the last two instead.
     *
     * @param beta1 the decay of the first moment
     * @param beta2 the decay of the second moment
     * @param epsilon added to the root of the second moment
     * @param decay the decoupled weight decay, 0 or more
     */
    record AdamStep(double beta1, double beta2, double epsilon, double decay) implements AdamUpdate {
        /** Refuses attributes out of range. */
        public AdamStep {
            checkDecay(beta1);
            checkDecay(beta2);
            Operands.check(epsilon > 0, "expected a positive epsilon, not " + epsilon);
            Operands.check(decay >= 0, "expected a decay of 0 or more, not " + decay);
        }

        @Override
        public void admit(List<TensorType> operands) {
            Operands.count(operands, 9);
            TensorType vector = Operands.alike(operands.subList(0, 4), 4);
            TensorType scalar = vector.with(Shape.scalar());
            Operands.check(
                    operands.subList(4, 9).stream().allMatch(scalar::equals),
                    "expected five scalars of type " + scalar);
        }

        @Override
        public Tensor expand(List<Tensor> operands) {
            Tensor parameters = operands.get(0);
            Tensor gradient = operands.get(3);
            Tensor m = Tensor.of(new AdamFirstMoment(beta1), List.of(operands.get(1), gradient));
            Tensor v = Tensor.of(new AdamSecondMoment(beta2), List.of(operands.get(2), gradient));
            Tensor scale = v.sqrt().mul(operands.get(5)).add(epsilon);
            Tensor kept = decay == 0 ? parameters : parameters.mul(operands.get(6));
            return kept.sub(m.mul(operands.get(4)).div(scale));
        }
    }

    private static void checkDecay(double beta) {
        Operands.check(beta >= 0 && beta < 1, "expected a decay in [0, 1), not " + beta);
    }
}
