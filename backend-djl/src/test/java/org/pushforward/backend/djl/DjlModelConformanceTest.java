package org.pushforward.backend.djl;

import org.pushforward.conformance.junit.ModelConformance;

/** Every kind of model of the zoo, held against the oracle. */
class DjlModelConformanceTest extends ModelConformance {
    @Override
    protected String backend() {
        return "djl";
    }
}
