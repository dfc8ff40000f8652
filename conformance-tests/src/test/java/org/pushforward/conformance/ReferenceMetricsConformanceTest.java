package org.pushforward.conformance;

import org.pushforward.conformance.junit.MetricsConformance;

/** The oracle passes its own kit. */
class ReferenceMetricsConformanceTest extends MetricsConformance {
    @Override
    protected String backend() {
        return "reference";
    }
}
