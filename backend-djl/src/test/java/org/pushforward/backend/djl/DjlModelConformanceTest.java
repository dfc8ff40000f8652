package org.pushforward.backend.djl;

import org.pushforward.conformance.junit.ModelConformance;

/** Checks every kind of model of the zoo against the oracle. */
class DjlModelConformanceTest extends ModelConformance {
    @Override
    protected String backend() {
        return "djl";
    }
}
