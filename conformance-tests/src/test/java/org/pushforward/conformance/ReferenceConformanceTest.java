package org.pushforward.conformance;

import org.pushforward.conformance.junit.BackendConformance;

/** The oracle passes its own kit, so every case can be passed. */
class ReferenceConformanceTest extends BackendConformance {
    @Override
    protected String backend() {
        return "reference";
    }
}
