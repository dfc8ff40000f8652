package org.pushforward.conformance.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each expectation passes what it should and fails the rest, NaN included, with the thing, its value and what was expected. */
class ExpectTest {
    private static void fails(ThrowingCallable expectation, String message) {
        assertThatThrownBy(expectation).isInstanceOf(AssertionError.class).hasMessage(message);
    }

    @Test
    void valuesAreEqualOrDifferent() {
        Expect.equal("names", List.of("a"), List.of("a"));
        Expect.different("names", List.of("a"), List.of("b"));
        fails(() -> Expect.equal("names", List.of("a"), List.of("b")), "names: expected [b], not [a]");
        fails(() -> Expect.equal("names", null, List.of("b")), "names: expected [b], not null");
        fails(() -> Expect.different("names", List.of("a"), List.of("a")), "names: expected anything but [a]");
    }

    @Test
    void numbersAreClose() {
        Expect.close("loss", 1.25, 1, 0.25);
        fails(() -> Expect.close("loss", 1.5, 1, 0.25), "loss: expected 1.0 within 0.25, not 1.5, 0.5 away");
        fails(() -> Expect.close("loss", Double.NaN, 1, 1), "loss: expected 1.0 within 1.0, not NaN, NaN away");
    }

    @Test
    void numbersAreBounded() {
        Expect.less("error", 1, 2);
        Expect.atMost("error", 2, 2);
        Expect.positive("error", Double.MIN_VALUE);
        fails(() -> Expect.less("error", 2, 2), "error: expected less than 2.0, not 2.0");
        fails(() -> Expect.atMost("error", 3, 2), "error: expected at most 2.0, not 3.0");
        fails(() -> Expect.positive("error", 0), "error: expected a positive number, not 0.0");
        fails(() -> Expect.less("error", Double.NaN, 2), "error: expected less than 2.0, not NaN");
        fails(() -> Expect.atMost("error", Double.NaN, 2), "error: expected at most 2.0, not NaN");
        fails(() -> Expect.positive("error", Double.NaN), "error: expected a positive number, not NaN");
    }

    @Test
    void conditionsAndTextsAreChecked() {
        Expect.isTrue("1 is less than 2", 1 < 2);
        Expect.notBlank("engine", "x");
        fails(() -> Expect.isTrue("2 is less than 1", 2 < 1), "expected that 2 is less than 1");
        fails(() -> Expect.notBlank("engine", " "), "engine: expected a text, not ' '");
        fails(() -> Expect.notBlank("engine", null), "engine: expected a text, not null");
    }

    @Test
    void refusalsAreOfATypeAndNameTheirParts() {
        Expect.Action refused = () -> {
            throw new IllegalStateException("backend onnx is closed");
        };
        assertThatCode(() -> Expect.refusal("a run", IllegalStateException.class, refused, "onnx", "closed"))
                .doesNotThrowAnyException();
        fails(
                () -> Expect.refusal("a run", IllegalStateException.class, () -> {}, "onnx", "closed"),
                "a run: expected IllegalStateException that says 'onnx' and 'closed', but it was not refused");
        fails(
                () -> Expect.refusal("a run", IllegalArgumentException.class, refused),
                "a run: expected IllegalArgumentException,"
                        + " not java.lang.IllegalStateException: backend onnx is closed");
        fails(
                () -> Expect.refusal("a run", IllegalStateException.class, refused, "djl"),
                "a run: expected IllegalStateException that says 'djl',"
                        + " not java.lang.IllegalStateException: backend onnx is closed");
    }
}
