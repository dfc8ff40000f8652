package org.pushforward.backend.support;

import java.util.Properties;
import org.pushforward.Stability;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Precision;

/** The precision of an engine that has one for the whole process, which the first backend on a GPU decides. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class ProcessPrecision {
    private final String backend;
    private final Properties process;

    /** Describes an engine of this process. */
    public ProcessPrecision(String backend) {
        this(backend, System.getProperties());
    }

    /** Describes an engine of a process that has these properties, in which the decision is kept. */
    ProcessPrecision(String backend, Properties process) {
        this.backend = backend;
        this.process = process;
    }

    /**
     * Decides the precision, unless it is decided.
     *
     * @throws BackendException if another precision was decided before
     */
    public void decide(Precision asked) {
        Object known = process.putIfAbsent("pushforward." + backend + ".precision", asked.toString());
        if (known != null && !known.equals(asked.toString())) {
            throw new BackendException("precision " + asked + " of backend " + backend + ": this process computes in "
                    + known
                    + ", as its first backend on a GPU asked for, and the engine has one precision for a process;"
                    + " ask for " + known + ", or start another process");
        }
    }
}
