package org.pushforward.conformance.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.conformance.check.Agreement;
import org.pushforward.conformance.check.MeasuredError;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** A layer is judged by its own gradients, except where these are only rounding. */
class ParameterErrorsTest {
    private static final double ALLOWED = Agreement.GRADIENT.allowed();
    private static final String NAME = "critic.0.gradient";

    private final ParameterErrors errors = new ParameterErrors(List.of(critic()));

    private static ParameterGroup critic() {
        Scope scope = Scope.root();
        scope.parameter("large.weight", Shape.of(2, 2), Initializer.zeros());
        scope.parameter("small.bias", Shape.of(2), Initializer.zeros());
        return new ParameterGroup("critic", scope.parameters());
    }

    /** Returns a gradient whose first parameter is of order one. */
    private static HostArray gradient(double first, double second) {
        return HostArray.of(Shape.of(6), 1, 0.5, -2, 0.25, first, second);
    }

    private MeasuredError check(HostArray actual, HostArray expected) {
        return errors.check(Agreement.GRADIENT, NAME, actual, expected, 0);
    }

    @Test
    void aFactorOfTwoInASmallLayerFailsAlthoughItIsSmallForTheWholeVector() {
        HostArray expected = gradient(5e-6, -1e-6);
        HostArray actual = gradient(1e-5, -2e-6);

        assertThat(Oracle.relativeError(actual, expected)).isLessThan(ALLOWED / 10);
        assertThatThrownBy(() -> check(actual, expected))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("critic.0.gradient of parameter small.bias: off by ");
    }

    @Test
    void anErrorIsRelativeToTheLargestElementOfItsOwnParameter() {
        HostArray expected = gradient(0.5, -0.1);

        assertThat(check(gradient(0.5, -0.1 - 0.9 * ALLOWED * 0.5), expected).share())
                .isBetween(0.89, 0.91);
        assertThatThrownBy(() -> check(gradient(0.5, -0.1 - 1.1 * ALLOWED * 0.5), expected))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void roundingErrorsAroundZeroPass() {
        HostArray expected = gradient(0, 1e-17);

        assertThat(check(gradient(4 * Math.ulp(1f), -2 * Math.ulp(1f)), expected)
                        .share())
                .isLessThan(0.5);
        assertThatThrownBy(() -> check(gradient(1e-5, 0), expected)).isInstanceOf(AssertionError.class);
    }

    @Test
    void nanFails() {
        assertThatThrownBy(() -> check(gradient(Double.NaN, 1), gradient(1, 1))).isInstanceOf(AssertionError.class);
    }

    @Test
    void otherVectorsAreComparedAsAWhole() {
        HostArray loss = HostArray.of(Shape.of(6), 1.0, 0, 0, 0, 0, 1e-6);
        HostArray doubled = HostArray.of(Shape.of(6), 1.0, 0, 0, 0, 0, 2e-6);

        assertThat(errors.check(Agreement.LOSS, "other", doubled, loss, 0).relative())
                .isEqualTo(1e-6);
    }
}
