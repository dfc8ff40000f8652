/**
 * How far one distribution is from another.
 *
 * <p>{@link org.pushforward.metrics.SlicedWasserstein} compares two samples on an engine,
 * {@link org.pushforward.metrics.MaxSlicedWasserstein} looks for the direction in which they differ most, and
 * {@link org.pushforward.metrics.Floor} says what it comes to between two samples of the same distribution, beside which a score is
 * read. {@link org.pushforward.metrics.GaussianDivergences} holds the closed forms that methods are tested against. What numbers allow
 * one to conclude is in {@code inference}, scores of posteriors are in {@code calibration}, and what fills in fields without a model in
 * {@code baseline}.
 */
package org.pushforward.metrics;
