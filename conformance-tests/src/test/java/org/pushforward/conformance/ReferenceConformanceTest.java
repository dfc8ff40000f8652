package org.pushforward.conformance;

import org.pushforward.conformance.junit.BackendConformance;

/** The oracle passes its own kit, so a backend can. */
class ReferenceConformanceTest extends BackendConformance {
    @Override
    protected String backend() {
        return "reference";
    }
}
