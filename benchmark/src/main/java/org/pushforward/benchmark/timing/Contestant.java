package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A program that can time a workload in a separate process. */
public interface Contestant {

    /** Returns the contestant's own name for the workload. */
    String workload();

    /** Returns the mode: the name of an engine, or the mode of a peer. */
    String mode();

    /**
     * Times the workload once.
     *
     * @return the measurement; or, after a failure, an object with the workload, the mode and {@code error}
     * @throws java.util.concurrent.CancellationException if cancellation was requested
     */
    ObjectNode time();
}
