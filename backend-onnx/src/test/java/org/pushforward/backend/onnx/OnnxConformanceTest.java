package org.pushforward.backend.onnx;

import org.pushforward.conformance.junit.BackendConformance;

class OnnxConformanceTest extends BackendConformance {
    @Override
    protected String backend() {
        return "onnx";
    }
}
