package org.pushforward.conformance.junit;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.conformance.Section;

/**
 * The section about scores: sliced Wasserstein distances, and the scores of samples. The author of a backend extends this class
 * and names the backend.
 */
public abstract class MetricsConformance extends ConformanceSuite {
    /** For subclasses. */
    protected MetricsConformance() {}

    @Override
    protected final Set<Section> sections() {
        return EnumSet.of(Section.SCORES);
    }
}
