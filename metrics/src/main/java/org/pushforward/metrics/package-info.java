/**
 * How far one distribution is from another, and how well a posterior is calibrated.
 *
 * <p>{@link org.pushforward.metrics.SlicedWasserstein} compares two samples on an engine,
 * {@link org.pushforward.metrics.MaxSlicedWasserstein} looks for the direction in which they differ most, and
 * {@link org.pushforward.metrics.Floor} says what it comes to between two samples of the same distribution, beside which a score is
 * read. {@link org.pushforward.metrics.IntervalCoverage} and {@link org.pushforward.metrics.RootMeanSquareError} judge
 * posterior samples, with {@link org.pushforward.metrics.InverseDistanceInterpolation} as the baseline;
 * {@link org.pushforward.metrics.GaussianDivergences} holds the closed forms that methods are tested against.
 */
package org.pushforward.metrics;
