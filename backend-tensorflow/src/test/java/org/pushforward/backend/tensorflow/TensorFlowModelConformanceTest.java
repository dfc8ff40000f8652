package org.pushforward.backend.tensorflow;

import org.pushforward.conformance.junit.ModelConformance;

/** Checks every kind of model of the zoo against the oracle. */
class TensorFlowModelConformanceTest extends ModelConformance {
    @Override
    protected String backend() {
        return "tensorflow";
    }
}
