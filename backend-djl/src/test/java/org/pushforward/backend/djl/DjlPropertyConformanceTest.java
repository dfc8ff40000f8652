package org.pushforward.backend.djl;

import org.pushforward.conformance.junit.PropertyConformance;

/** The properties of models and samplers, in float32. */
class DjlPropertyConformanceTest extends PropertyConformance {
    @Override
    protected String backend() {
        return "djl";
    }
}
