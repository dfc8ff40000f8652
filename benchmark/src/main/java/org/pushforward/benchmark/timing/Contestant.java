package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who can be asked to time a workload, in a process of its own. */
public interface Contestant {

    /** Returns the workload that it times, under its own name for it. */
    String workload();

    /** Returns how it runs: an engine's name, or a peer's mode. */
    String mode();

    /**
     * Times the workload once.
     *
     * @return what was measured; or, if that failed, an object with the workload, the mode and {@code error}
     * @throws java.util.concurrent.CancellationException if a stop was asked for
     */
    ObjectNode time();
}
