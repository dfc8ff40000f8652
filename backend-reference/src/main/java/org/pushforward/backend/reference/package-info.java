/**
 * The reference backend: an interpreter in plain Java that evaluates every graph in float64 and never rounds in between.
 *
 * <p>It is the oracle that other backends are held to, and the engine of tests that should not need a native library. Open it
 * by name, {@code Backends.open("reference")}; {@link org.pushforward.backend.reference.ReferenceInterpreter} evaluates one
 * graph without a backend, and {@link org.pushforward.backend.reference.Oracle} one expression.
 */
package org.pushforward.backend.reference;
