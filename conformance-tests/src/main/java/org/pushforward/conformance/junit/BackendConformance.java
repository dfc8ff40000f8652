package org.pushforward.conformance.junit;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.conformance.Section;
import org.pushforward.conformance.check.Tolerance;

/**
 * The sections about a backend as such: its life cycle, the values and derivatives of every primitive, and identities.
 *
 * <p>Results are compared with those of the {@link ReferenceInterpreter}, within the {@link Tolerance} of their class. The
 * author of a backend extends this class and names the backend.
 */
public abstract class BackendConformance extends ConformanceSuite {
    /** For subclasses. */
    protected BackendConformance() {}

    @Override
    protected final Set<Section> sections() {
        return EnumSet.of(Section.LIFECYCLE, Section.VALUES, Section.DERIVATIVES, Section.IDENTITIES);
    }
}
