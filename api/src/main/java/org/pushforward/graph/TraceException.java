package org.pushforward.graph;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pushforward.tensor.TensorType;

/**
 * Operands that do not fit an operation, found while the model is traced.
 *
 * <p>The message names the operation, the types of its operands, what was expected, and the line of the caller's own
 * source, which is the innermost one outside the framework.
 */
public final class TraceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final Set<String> FRAMEWORK = Set.of(
            "org.pushforward.tensor",
            "org.pushforward.graph",
            "org.pushforward.autodiff",
            "org.pushforward.linalg",
            "org.pushforward.linalg.covariance",
            "org.pushforward.nn",
            "org.pushforward.optim",
            "org.pushforward.train");

    private final transient Optional<StackTraceElement> caller;

    /**
     * Describes operands that do not fit.
     *
     * @param operation the operation, with its attributes
     * @param operands the types of its operands
     * @param expectation what was expected of them, and what to do
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

    /** Returns the line of the caller's own source, if there is one on the stack. */
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
        int dot = name.lastIndexOf('.');
        String owner = dot < 0 ? "" : name.substring(0, dot);
        // The framework's own tests are callers too.
        return (!FRAMEWORK.contains(owner) || name.endsWith("Test")) && !owner.startsWith("java.");
    }
}
