/**
 * Cases of values: what each primitive must compute, for every element type and edge shape, as the reference interpreter
 * computes it in float64.
 */
package org.pushforward.conformance.values;
