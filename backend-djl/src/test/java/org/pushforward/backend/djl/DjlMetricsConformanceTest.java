package org.pushforward.backend.djl;

import org.pushforward.conformance.junit.MetricsConformance;

/** The distances that scores are made of, held against the sorted formula. */
class DjlMetricsConformanceTest extends MetricsConformance {
    @Override
    protected String backend() {
        return "djl";
    }
}
