package org.pushforward.conformance;

/** The oracle passes its own kit. */
class ReferenceModelConformanceTest extends ModelConformance {
    @Override
    protected String backend() {
        return "reference";
    }
}
