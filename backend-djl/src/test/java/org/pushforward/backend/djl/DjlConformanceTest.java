package org.pushforward.backend.djl;

import org.pushforward.conformance.junit.BackendConformance;

/** The tests that every backend must pass. */
class DjlConformanceTest extends BackendConformance {
    @Override
    protected String backend() {
        return "djl";
    }
}
