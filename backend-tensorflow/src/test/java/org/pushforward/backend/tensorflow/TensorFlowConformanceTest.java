package org.pushforward.backend.tensorflow;

import org.pushforward.conformance.junit.BackendConformance;

/** The kit that every backend passes. */
final class TensorFlowConformanceTest extends BackendConformance {
    @Override
    protected String backend() {
        return "tensorflow";
    }
}
