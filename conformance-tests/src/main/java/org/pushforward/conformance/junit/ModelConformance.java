package org.pushforward.conformance.junit;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.conformance.Section;

/**
 * The layers of models: every kind of model of the zoo gives the oracle's losses, gradients and steps, and trains as there.
 * The author of a backend extends this and names the backend.
 */
public abstract class ModelConformance extends ConformanceSuite {
    /** For subclasses. */
    protected ModelConformance() {}

    @Override
    protected final Set<Section> layers() {
        return EnumSet.of(Section.MODELS, Section.TRAINING);
    }
}
