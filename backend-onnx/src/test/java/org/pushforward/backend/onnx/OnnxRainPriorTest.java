package org.pushforward.backend.onnx;

import org.pushforward.conformance.junit.RainPriorConformance;

/** The learned prior of rain fields on ONNX Runtime. */
class OnnxRainPriorTest extends RainPriorConformance {
    @Override
    protected String backend() {
        return "onnx";
    }
}
