package org.pushforward.conformance.junit;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.conformance.Section;

/**
 * The sections about models and training: the losses, gradients, optimizer steps and training curves of every model family. The
 * author of a backend extends this class and names the backend.
 */
public abstract class ModelConformance extends ConformanceSuite {
    /** For subclasses. */
    protected ModelConformance() {}

    @Override
    protected final Set<Section> sections() {
        return EnumSet.of(Section.MODELS, Section.TRAINING);
    }
}
