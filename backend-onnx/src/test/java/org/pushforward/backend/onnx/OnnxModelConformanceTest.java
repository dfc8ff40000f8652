package org.pushforward.backend.onnx;

import org.pushforward.conformance.junit.ModelConformance;

/** Checks every kind of model of the zoo against the oracle. */
class OnnxModelConformanceTest extends ModelConformance {
    @Override
    protected String backend() {
        return "onnx";
    }
}
