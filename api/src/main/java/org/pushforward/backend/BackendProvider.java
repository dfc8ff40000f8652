package org.pushforward.backend;

import org.pushforward.Stability;

/**
 * The service that the jar of an engine provides to {@link java.util.ServiceLoader}. Implementations have a public no-argument constructor
 * that does nothing, and load no native code before {@link #open}.
 */
@Stability(Stability.Level.STABLE)
public interface BackendProvider {

    /** Returns the name that selects the engine, in lower-case letters, digits and hyphens. */
    String name();

    /** Describes the engine and its devices on this machine. Missing native libraries or drivers are described, never thrown. */
    BackendDescription describe();

    /**
     * Starts the engine.
     *
     * @throws BackendException if the device is absent or unsupported; the message states the reason and what to add
     */
    Engine open(BackendOptions options);
}
