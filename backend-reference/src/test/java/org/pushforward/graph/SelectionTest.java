package org.pushforward.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks functions that apply only where a condition holds, at points where they have no value or no derivative. */
class SelectionTest {
    private static final double[] POINTS = {-1, 0, 4, Double.NEGATIVE_INFINITY, 9};
    private final Oracle oracle = new Oracle();
    private final Tensor x = Tensor.constant(HostArray.of(Shape.of(POINTS.length), POINTS));

    private double[] slope(UnaryOperator<Tensor> function) {
        return oracle.evaluate(Gradients.of(function.apply(x).sum(), x));
    }

    /** As documented: the branch that is not chosen has weight 0, and 0 times its derivative of infinity or NaN is NaN. */
    @Test
    void aBranchThatIsNotChosenSpoilsTheDerivativeOfWhere() {
        UnaryOperator<Tensor> plain = t -> t.greater(0).where(t.sqrt(), t.zerosLike());
        assertThat(oracle.evaluate(plain.apply(x))).containsExactly(0, 0, 2, 0, 3);
        double[] slope = slope(plain);
        assertThat(slope[0]).isNaN();
        assertThat(slope[1]).isNaN();
        assertThat(slope[2]).isEqualTo(0.25);
    }

    @Test
    void aFunctionThatIsAppliedWhereItIsMeantHasItsSlopeThereAndNoneElsewhere() {
        UnaryOperator<Tensor> root = t -> t.greater(0).applyWhere(t, 1, Tensor::sqrt, 0);
        assertThat(oracle.evaluate(root.apply(x))).containsExactly(0, 0, 2, 0, 3);
        assertThat(slope(root)).containsExactly(new double[] {0, 0, 1.0 / 4, 0, 1.0 / 6}, within(1e-15));
        // -1/4 x^(-3/2)
        assertThat(slope(t -> Gradients.of(root.apply(t).sum(), t)))
                .containsExactly(new double[] {0, 0, -1.0 / 32, 0, -1.0 / 108}, within(1e-15));
        UnaryOperator<Tensor> log = t -> t.greater(0).applyWhere(t, 1, Tensor::log, -7);
        assertThat(oracle.evaluate(log.apply(x)))
                .containsExactly(new double[] {-7, -7, Math.log(4), -7, Math.log(9)}, within(1e-15));
        assertThat(slope(log)).containsExactly(new double[] {0, 0, 1.0 / 4, 0, 1.0 / 9}, within(1e-15));
    }

    /** The derivative with respect to a captured tensor counts only where the condition holds. */
    @Test
    void otherOperandsHaveTheirSlopesWhereTheFunctionIsMeant() {
        Tensor a = Tensor.constant(HostArray.of(Shape.of(POINTS.length), 1.0, 2.0, 3.0, 4.0, 5.0));
        Tensor ratio = x.greater(0).applyWhere(x, 1, a::div, 0);
        assertThat(oracle.evaluate(ratio)).containsExactly(0, 0, 3.0 / 4, 0, 5.0 / 9);
        assertThat(oracle.evaluate(Gradients.of(ratio.sum(), a))).containsExactly(0, 0, 1.0 / 4, 0, 1.0 / 9);
    }

    @Test
    void aConditionIsATruthValue() {
        assertThatThrownBy(() -> x.applyWhere(x, 1, Tensor::sqrt, 0)).isInstanceOf(TraceException.class);
        Tensor whole = Tensor.constant(HostArray.of(Shape.of(2), 0L, 3L));
        assertThat(oracle.evaluate(whole.greater(0)
                        .applyWhere(whole, 1, t -> t.cast(DType.F32).log(), 0)))
                .containsExactly(new double[] {0, Math.log(3)}, within(1e-15));
    }
}
