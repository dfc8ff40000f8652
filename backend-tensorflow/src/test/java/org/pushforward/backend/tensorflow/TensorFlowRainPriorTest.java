package org.pushforward.backend.tensorflow;

import org.pushforward.conformance.junit.RainPriorConformance;

/** The learned prior of rain fields on TensorFlow. */
class TensorFlowRainPriorTest extends RainPriorConformance {
    @Override
    protected String backend() {
        return "tensorflow";
    }
}
