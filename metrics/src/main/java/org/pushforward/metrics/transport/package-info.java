/**
 * Optimal transport between samples in several dimensions: exactly by {@link org.pushforward.metrics.transport.ExactWasserstein}, and with an
 * entropy by {@link org.pushforward.metrics.transport.SinkhornDivergence}. Both refuse what does not fit into memory before they allocate it.
 */
package org.pushforward.metrics.transport;
