/**
 * What a backend must do, as an oracle and as tests.
 *
 * <p>{@link org.pushforward.conformance.ReferenceInterpreter} evaluates any graph in float64 by the shortest code that
 * says what each primitive means; the backend named {@code reference} runs it.
 */
package org.pushforward.conformance;
