/**
 * Optimal transport between samples in several dimensions: exact by {@link org.pushforward.metrics.transport.ExactWasserstein}, and
 * with entropic regularization by {@link org.pushforward.metrics.transport.SinkhornDivergence}. Both throw an exception, before
 * they allocate, if the distances do not fit into memory.
 */
package org.pushforward.metrics.transport;
