package org.pushforward.backend.onnx;

import org.pushforward.conformance.junit.MetricsConformance;

/** Checks the distances behind the scores against the sorted formula. */
class OnnxMetricsConformanceTest extends MetricsConformance {
    @Override
    protected String backend() {
        return "onnx";
    }
}
