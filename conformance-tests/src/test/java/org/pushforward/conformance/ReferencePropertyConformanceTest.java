package org.pushforward.conformance;

import org.pushforward.conformance.junit.PropertyConformance;

/** The oracle passes its own kit. */
class ReferencePropertyConformanceTest extends PropertyConformance {
    @Override
    protected String backend() {
        return "reference";
    }
}
