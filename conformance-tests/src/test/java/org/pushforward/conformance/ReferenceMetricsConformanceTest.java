package org.pushforward.conformance;

/** The oracle passes its own kit. */
class ReferenceMetricsConformanceTest extends MetricsConformance {
    @Override
    protected String backend() {
        return "reference";
    }
}
