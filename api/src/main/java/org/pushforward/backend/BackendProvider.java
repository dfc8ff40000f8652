package org.pushforward.backend;

import org.pushforward.Stability;

/**
 * What an engine's jar offers to {@link java.util.ServiceLoader}. Implementations have a public constructor without
 * arguments that does nothing, and load no native code before {@link #open}.
 */
@Stability(Stability.Level.STABLE)
public interface BackendProvider {

    /** Returns the name by which users choose it: lower-case letters, digits and hyphens. */
    String name();

    /** Returns what can be said of the engine and its devices here. Never throws for want of natives or drivers. */
    BackendDescription describe();

    /**
     * Starts the engine.
     *
     * @throws BackendException if the device is absent or unsupported here, saying why and what to add
     */
    Engine open(BackendOptions options);
}
