package org.pushforward.backend.djl;

import org.pushforward.conformance.junit.MetricsConformance;

/** Checks the distances behind the scores against the sorted formula. */
class DjlMetricsConformanceTest extends MetricsConformance {
    @Override
    protected String backend() {
        return "djl";
    }
}
