/**
 * What a backend must do, as an oracle and as tests.
 *
 * <p>{@link org.pushforward.backend.reference.ReferenceInterpreter} evaluates any graph in float64 by the shortest code that
 * says what each primitive means; the backend named {@code reference} runs it.
 * {@link org.pushforward.conformance.junit.BackendConformance} is the test class that the author of a backend extends; it holds
 * the backend to the interpreter, case by case.
 */
package org.pushforward.conformance;
