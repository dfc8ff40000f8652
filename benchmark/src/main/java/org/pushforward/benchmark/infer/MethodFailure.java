package org.pushforward.benchmark.infer;

import org.pushforward.backend.BackendException;

/** Says why a method failed, for readers. */
final class MethodFailure {
    /** What gives Java more heap, however Pushforward was started. */
    static final String MORE_HEAP =
            "give Java more heap, such as with the environment variable JAVA_TOOL_OPTIONS=-Xmx16g";

    private MethodFailure() {}

    /** Returns the message of an exception, with its class if that is not one whose messages are for readers. */
    static String of(RuntimeException e) {
        boolean readable = e instanceof IllegalArgumentException || e instanceof BackendException;
        return readable && e.getMessage() != null ? e.getMessage() : e.toString();
    }

    /** Returns how to need less memory. */
    static String of(OutOfMemoryError e) {
        return "ran out of memory (" + e.getMessage() + "): set a larger 'cell' or fewer 'cells' in 'grid', or fewer"
                + " 'draws', or " + MORE_HEAP;
    }
}
