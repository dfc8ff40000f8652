package org.pushforward.conformance.junit;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.conformance.Section;

/**
 * The section about samplers: the samples of every model family, and closed forms for samplers. The author of a backend extends
 * this class and names the backend.
 */
public abstract class PropertyConformance extends ConformanceSuite {
    /** For subclasses. */
    protected PropertyConformance() {}

    @Override
    protected final Set<Section> sections() {
        return EnumSet.of(Section.SAMPLERS);
    }
}
