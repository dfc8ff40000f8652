package org.pushforward.backend.tensorflow;

import org.pushforward.conformance.junit.MetricsConformance;

/** The distances that scores are made of, held against the sorted formula. */
class TensorFlowMetricsConformanceTest extends MetricsConformance {
    @Override
    protected String backend() {
        return "tensorflow";
    }
}
