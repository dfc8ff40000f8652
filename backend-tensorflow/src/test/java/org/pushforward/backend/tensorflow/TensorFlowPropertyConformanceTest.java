package org.pushforward.backend.tensorflow;

import org.pushforward.conformance.junit.PropertyConformance;

/** The properties of models and samplers, in float32. */
class TensorFlowPropertyConformanceTest extends PropertyConformance {
    @Override
    protected String backend() {
        return "tensorflow";
    }
}
