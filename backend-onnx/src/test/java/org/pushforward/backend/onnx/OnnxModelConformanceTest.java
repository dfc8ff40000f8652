package org.pushforward.backend.onnx;

import org.pushforward.conformance.junit.ModelConformance;

/** Every kind of model of the zoo, held against the oracle. */
class OnnxModelConformanceTest extends ModelConformance {
    @Override
    protected String backend() {
        return "onnx";
    }
}
