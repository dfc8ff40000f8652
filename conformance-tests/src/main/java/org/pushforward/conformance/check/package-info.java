/**
 * The parts of a check: a {@link org.pushforward.conformance.check.Rule} says what must hold, a {@link
 * org.pushforward.conformance.check.Check} tests it on one backend, and a {@link org.pushforward.conformance.check.Tolerance}
 * says how far a value may lie from the oracle's.
 */
package org.pushforward.conformance.check;
