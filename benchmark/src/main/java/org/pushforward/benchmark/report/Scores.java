package org.pushforward.benchmark.report;

/**
 * Distances between two sets of samples; NaN where a distance could not be computed.
 *
 * @param slicedWasserstein the sliced Wasserstein distance of order 2
 * @param standardError the standard error of it
 * @param maxSlicedWasserstein the largest over the random directions that were tried
 */
public record Scores(double slicedWasserstein, double standardError, double maxSlicedWasserstein) {}
