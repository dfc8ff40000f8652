/**
 * The parts of a check.
 *
 * <p>A {@link org.pushforward.conformance.check.Rule} is a demand on backends, and a {@link
 * org.pushforward.conformance.check.Check} tests it on one of them. A {@link
 * org.pushforward.conformance.check.ConformanceCase} compares a small program with the oracle within a {@link
 * org.pushforward.conformance.check.Tolerance}; {@link org.pushforward.conformance.check.Expect} states everything else.
 */
package org.pushforward.conformance.check;
