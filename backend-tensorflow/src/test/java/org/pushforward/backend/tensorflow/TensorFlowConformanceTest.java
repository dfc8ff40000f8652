package org.pushforward.backend.tensorflow;

import org.pushforward.conformance.junit.BackendConformance;

/** Runs the conformance kit. */
final class TensorFlowConformanceTest extends BackendConformance {
    @Override
    protected String backend() {
        return "tensorflow";
    }
}
