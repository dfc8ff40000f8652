/**
 * The conformance kit: the rules that every backend keeps, and the tests that hold a backend to them.
 *
 * <p>The {@linkplain org.pushforward.backend.reference.ReferenceInterpreter reference interpreter} is the oracle: it
 * evaluates any graph in float64 with the shortest code that defines each primitive. A {@link
 * org.pushforward.conformance.ConformanceRun} compares a backend with it, case by case, and {@link
 * org.pushforward.conformance.junit.ConformanceSuite} does the same as JUnit tests, which the author of a backend extends.
 * {@link org.pushforward.conformance.Section} lists the sections of the kit.
 */
package org.pushforward.conformance;
