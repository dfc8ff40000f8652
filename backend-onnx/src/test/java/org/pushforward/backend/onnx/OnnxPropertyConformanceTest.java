package org.pushforward.backend.onnx;

import org.pushforward.conformance.junit.PropertyConformance;

/** The properties of models and samplers, in float32. */
class OnnxPropertyConformanceTest extends PropertyConformance {
    @Override
    protected String backend() {
        return "onnx";
    }
}
