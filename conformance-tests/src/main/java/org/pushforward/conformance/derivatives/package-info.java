/**
 * Cases about the first and second derivatives of primitives.
 *
 * <p>{@link org.pushforward.conformance.derivatives.GradientCases} is the place to start.
 */
package org.pushforward.conformance.derivatives;
