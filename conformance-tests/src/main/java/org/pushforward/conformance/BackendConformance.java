package org.pushforward.conformance;

import java.util.EnumSet;
import java.util.Set;

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
    protected final Set<Layer> layers() {
        return EnumSet.of(Layer.LIFECYCLE, Layer.VALUES, Layer.DERIVATIVES, Layer.IDENTITIES);
    }
}
