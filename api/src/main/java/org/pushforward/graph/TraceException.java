package org.pushforward.graph;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/**
 * Thrown while a model is traced, if the operands of an operation do not fit.
 *
 * <p>The message names the operation, the types of its operands, what was expected, and the caller's own source line,
 * which is the innermost stack frame outside the framework.
 */
@Stability(Stability.Level.STABLE)
public final class TraceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final String FRAMEWORK = "org.pushforward.";

    private final transient Optional<StackTraceElement> caller;

    /**
     * Creates an exception whose message names the caller's own line.
     *
     * @param operation the operation, with its attributes
     * @param operands the types of its operands
     * @param expectation what was expected, and what to do
     */
    public TraceException(String operation, List<TensorType> operands, String expectation) {
        this(operation, operands, expectation, findCaller());
    }

    private TraceException(
            String operation, List<TensorType> operands, String expectation, Optional<StackTraceElement> caller) {
        super(operation
                + operands.stream().map(TensorType::toString).collect(Collectors.joining(", ", "(", ")"))
                + ": " + expectation
                + caller.map(line -> "\n  traced at " + line).orElse(""));
        this.caller = caller;
    }

    /** Returns the caller's own source line, if one is on the stack. */
    public Optional<StackTraceElement> caller() {
        return caller;
    }

    private static Optional<StackTraceElement> findCaller() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.filter(TraceException::isOutside).findFirst().map(StackFrame::toStackTraceElement));
    }

    private static boolean isOutside(StackFrame frame) {
        String name = frame.getClassName();
        int nested = name.indexOf('$');
        String outermost = nested < 0 ? name : name.substring(0, nested);
        // The framework's own tests are callers too.
        boolean inside = outermost.startsWith(FRAMEWORK) && !outermost.endsWith("Test");
        return !inside && !outermost.startsWith("java.") && !outermost.startsWith("jdk.");
    }
}
