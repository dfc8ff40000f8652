/**
 * Distances between distributions.
 *
 * <p>{@link org.pushforward.metrics.SlicedWasserstein} compares two samples on an engine,
 * {@link org.pushforward.metrics.MaxSlicedWasserstein} searches for the direction along which they differ most, and {@link
 * org.pushforward.metrics.DistanceFloor} is the distance between two samples of the same distribution, with which a score is compared.
 * {@link org.pushforward.metrics.GaussianDivergences} has closed forms that tests compare methods with. Package {@code inference}
 * has tests and intervals, {@code calibration} scores posteriors, and {@code baseline} fills in fields without a generative model.
 */
package org.pushforward.metrics;
