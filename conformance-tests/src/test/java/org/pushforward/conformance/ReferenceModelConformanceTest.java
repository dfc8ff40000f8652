package org.pushforward.conformance;

import org.pushforward.conformance.junit.ModelConformance;

/** The oracle passes its own kit. */
class ReferenceModelConformanceTest extends ModelConformance {
    @Override
    protected String backend() {
        return "reference";
    }
}
