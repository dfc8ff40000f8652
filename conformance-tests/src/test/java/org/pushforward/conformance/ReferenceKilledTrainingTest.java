package org.pushforward.conformance;

import org.pushforward.conformance.junit.KilledTraining;

/** Training on the reference backend survives its process. */
class ReferenceKilledTrainingTest extends KilledTraining {
    @Override
    protected String backend() {
        return "reference";
    }
}
