package org.pushforward.benchmark.workload;

import java.util.List;
import org.pushforward.backend.Backend;

/** A computation to time, written once for every engine. Implementations are immutable. */
public interface Workload {

    /** Returns the name, such as {@code vae-train}. */
    String name();

    /** Returns the standard size. */
    Size size();

    /** Returns the kind of result of a run. */
    ResultKind result();

    /**
     * Returns the names under which other programs time the same work: its own name, and the names of better ways to do
     * it.
     */
    default List<String> opponents() {
        return List.of(name());
    }

    /**
     * Prepares the workload: builds and compiles the model, and writes its initial parameters, which are always the
     * same.
     *
     * @param backend the backend
     * @param size the size
     */
    Case prepare(Backend backend, Size size);

    /** The kind of result of a run. */
    enum ResultKind {
        /** A loss, before the optimizer step. */
        LOSS("loss"),
        /** The logarithm of a density at each row. */
        LOG_DENSITY("log-density"),
        /** Samples. */
        SAMPLE("sample"),
        /** A distance between samples. */
        DISTANCE("distance");

        private final String label;

        ResultKind(String label) {
            this.label = label;
        }

        /** Returns its name in files. */
        public String label() {
            return label;
        }
    }
}
