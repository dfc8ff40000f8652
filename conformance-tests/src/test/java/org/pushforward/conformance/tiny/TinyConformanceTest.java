package org.pushforward.conformance.tiny;

import org.pushforward.conformance.junit.ConformanceSuite;

/** A backend with declared gaps passes the whole kit. */
class TinyConformanceTest extends ConformanceSuite {
    @Override
    protected String backend() {
        return "tiny";
    }
}
