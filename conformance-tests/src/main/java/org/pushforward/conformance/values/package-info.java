/**
 * Cases about the values of primitives, for every element type and edge shape.
 *
 * <p>{@link org.pushforward.conformance.values.OperationCases} collects the cases of all primitives.
 */
package org.pushforward.conformance.values;
