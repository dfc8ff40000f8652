package org.pushforward.backend.tensorflow;

import org.pushforward.conformance.junit.ModelConformance;

/** Every kind of model of the zoo, held against the oracle. */
class TensorFlowModelConformanceTest extends ModelConformance {
    @Override
    protected String backend() {
        return "tensorflow";
    }
}
