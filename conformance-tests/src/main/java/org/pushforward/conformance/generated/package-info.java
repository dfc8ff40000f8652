/**
 * Generated cases: the shapes and attributes of primitives are drawn from a seed, and a case that fails is reduced to the
 * smallest one that still fails.
 *
 * <p>A {@link org.pushforward.conformance.generated.GeneratedCase} makes its case from a sequence of choices, as property-based
 * tests do; {@link org.pushforward.conformance.generated.GeneratedCases} lists them.
 */
package org.pushforward.conformance.generated;
