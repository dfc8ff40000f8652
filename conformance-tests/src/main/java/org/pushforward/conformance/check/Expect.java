package org.pushforward.conformance.check;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.pushforward.tensor.HostArray;

/**
 * The expectations of the kit, which needs no test library.
 *
 * <p>Each throws an {@link AssertionError} that names the thing, its value and what was expected of it. Numbers are compared
 * so that NaN never passes.
 */
public final class Expect {
    /** Code that may throw anything. */
    @FunctionalInterface
    public interface Action {
        /** Runs the code. */
        void run() throws Exception;
    }

    private Expect() {}

    /** Begins an expectation about a tensor. */
    public static TensorExpectation that(HostArray actual) {
        return new TensorExpectation(actual);
    }

    /** Expects a value to equal another one. */
    public static void equal(String what, Object actual, Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(what + ": expected " + expected + ", not " + actual);
        }
    }

    /** Expects a value to differ from another one. */
    public static void different(String what, Object actual, Object other) {
        if (Objects.equals(actual, other)) {
            throw new AssertionError(what + ": expected anything but " + other);
        }
    }

    /** Expects a number to lie within an absolute tolerance of another one. */
    public static void close(String what, double actual, double expected, double tolerance) {
        double apart = Math.abs(actual - expected);
        if (!(apart <= tolerance)) {
            throw new AssertionError(what + ": expected " + expected + " within " + tolerance + ", not " + actual + ", "
                    + apart + " away");
        }
    }

    /** Expects a number to be less than a bound. */
    public static void less(String what, double actual, double bound) {
        if (!(actual < bound)) {
            throw new AssertionError(what + ": expected less than " + bound + ", not " + actual);
        }
    }

    /** Expects a number to be at most a bound. */
    public static void atMost(String what, double actual, double bound) {
        if (!(actual <= bound)) {
            throw new AssertionError(what + ": expected at most " + bound + ", not " + actual);
        }
    }

    /** Expects a number to be greater than zero. */
    public static void positive(String what, double actual) {
        if (!(actual > 0)) {
            throw new AssertionError(what + ": expected a positive number, not " + actual);
        }
    }

    /** Expects a condition to be true. The sentence describes the condition, with its values. */
    public static void isTrue(String sentence, boolean condition) {
        if (!condition) {
            throw new AssertionError("expected that " + sentence);
        }
    }

    /** Expects a text to say something. */
    public static void notBlank(String what, String text) {
        if (text == null || text.isBlank()) {
            throw new AssertionError(what + ": expected a text, not " + (text == null ? "null" : "'" + text + "'"));
        }
    }

    /**
     * Expects an action to be refused.
     *
     * @param what the action, such as {@code a run without inputs}
     * @param type the type of the exception
     * @param action the code
     * @param parts what the message of the exception must contain
     */
    public static void refusal(String what, Class<? extends Exception> type, Action action, String... parts) {
        String expected = what + ": expected " + type.getSimpleName()
                + Arrays.stream(parts)
                        .map(part -> "'" + part + "'")
                        .collect(Collectors.joining(" and ", parts.length == 0 ? "" : " that says ", ""));
        Throwable thrown = thrownBy(action);
        if (thrown == null) {
            throw new AssertionError(expected + ", but it was not refused");
        }
        String message = String.valueOf(thrown.getMessage());
        if (!type.isInstance(thrown) || !Arrays.stream(parts).allMatch(message::contains)) {
            throw new AssertionError(expected + ", not " + thrown, thrown);
        }
    }

    private static Throwable thrownBy(Action action) {
        try {
            action.run();
            return null;
        } catch (Exception | AssertionError | LinkageError thrown) {
            return thrown;
        }
    }
}
