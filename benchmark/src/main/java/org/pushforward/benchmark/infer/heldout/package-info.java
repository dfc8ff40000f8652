/**
 * Comparison of methods on gauges that were left out: {@link org.pushforward.benchmark.infer.heldout.GaugeFolds} predicts the gauges of
 * each fold from those of the others.
 */
package org.pushforward.benchmark.infer.heldout;
