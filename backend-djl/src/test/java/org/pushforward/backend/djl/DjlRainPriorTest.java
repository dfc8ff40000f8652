package org.pushforward.backend.djl;

import org.pushforward.conformance.junit.RainPriorConformance;

/** The learned prior of rain fields on PyTorch. */
class DjlRainPriorTest extends RainPriorConformance {
    @Override
    protected String backend() {
        return "djl";
    }
}
