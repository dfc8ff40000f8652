package org.pushforward.backend.onnx;

import org.pushforward.conformance.junit.MetricsConformance;

/** The distances that scores are made of, held against the sorted formula. */
class OnnxMetricsConformanceTest extends MetricsConformance {
    @Override
    protected String backend() {
        return "onnx";
    }
}
