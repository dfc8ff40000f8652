package org.pushforward.conformance.junit;

import java.util.EnumSet;
import java.util.Set;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.conformance.Section;
import org.pushforward.conformance.check.Tolerance;

/**
 * The layers that hold of a backend whatever it is used for: its life cycle, the values and derivatives of every
 * primitive, and identities between them. The author of one extends this and names the backend.
 *
 * <p>Each result is held against the {@link ReferenceInterpreter} within the {@link Tolerance} of its class.
 */
public abstract class BackendConformance extends ConformanceSuite {
    /** For subclasses. */
    protected BackendConformance() {}

    @Override
    protected final Set<Section> layers() {
        return EnumSet.of(Section.LIFECYCLE, Section.VALUES, Section.DERIVATIVES, Section.IDENTITIES);
    }
}
