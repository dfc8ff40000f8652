package org.pushforward.backend.tensorflow;

import org.pushforward.conformance.junit.MetricsConformance;

/** Checks the distances behind the scores against the sorted formula. */
class TensorFlowMetricsConformanceTest extends MetricsConformance {
    @Override
    protected String backend() {
        return "tensorflow";
    }
}
