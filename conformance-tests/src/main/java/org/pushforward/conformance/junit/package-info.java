/**
 * The kit as JUnit tests, which the author of a backend extends. It is the only package of the kit that needs JUnit.
 *
 * <p>{@link org.pushforward.conformance.junit.ConformanceSuite} runs all sections. {@link
 * org.pushforward.conformance.junit.BackendConformance} and its three siblings run some, so that they can be separate tests.
 */
package org.pushforward.conformance.junit;
