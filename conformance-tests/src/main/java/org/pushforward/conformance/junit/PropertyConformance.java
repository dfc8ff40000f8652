package org.pushforward.conformance.junit;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.conformance.Section;

/**
 * The layer of samplers: every kind of model of the zoo gives the oracle's samples, and samplers satisfy what is known of
 * them in closed form. The author of a backend extends this and names the backend.
 */
public abstract class PropertyConformance extends ConformanceSuite {
    /** For subclasses. */
    protected PropertyConformance() {}

    @Override
    protected final Set<Section> layers() {
        return EnumSet.of(Section.SAMPLERS);
    }
}
