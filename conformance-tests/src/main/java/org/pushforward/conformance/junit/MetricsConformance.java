package org.pushforward.conformance.junit;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.conformance.Section;

/**
 * The layer of scores: the distances that engines compute, and the scores of samples. The author of a backend extends this
 * and names the backend.
 */
public abstract class MetricsConformance extends ConformanceSuite {
    /** For subclasses. */
    protected MetricsConformance() {}

    @Override
    protected final Set<Section> layers() {
        return EnumSet.of(Section.SCORES);
    }
}
