package org.pushforward.benchmark.workload;

import java.util.List;
import org.pushforward.backend.Backend;

/** Work whose time is of interest, written once for every engine. Implementations are immutable. */
public interface Workload {

    /** Returns the name, such as {@code vae-train}. */
    String name();

    /** Returns how large it is unless something else is asked for. */
    Size size();

    /** Returns what a run gives. */
    Result result();

    /** Returns the names under which others time the same work: its own, and those of better ways to do it. */
    default List<String> opponents() {
        return List.of(name());
    }

    /**
     * Makes it ready: builds the model, compiles it and gives it its first parameters, always the same ones.
     *
     * @param backend where it runs
     * @param size how large it is
     */
    Case prepare(Backend backend, Size size);

    /** What a run gives. */
    enum Result {
        /** A loss, before the step of the optimizer. */
        LOSS("loss"),
        /** The logarithm of a density at each row. */
        LOG_DENSITY("log-density"),
        /** Samples. */
        SAMPLE("sample"),
        /** A distance between samples. */
        DISTANCE("distance");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        /** Returns the word for it in files. */
        public String label() {
            return label;
        }
    }
}
