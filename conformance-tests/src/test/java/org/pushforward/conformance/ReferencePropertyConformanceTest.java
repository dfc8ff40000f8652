package org.pushforward.conformance;

/** The oracle passes its own kit. */
class ReferencePropertyConformanceTest extends PropertyConformance {
    @Override
    protected String backend() {
        return "reference";
    }
}
