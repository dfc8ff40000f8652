package org.pushforward.metrics;

import org.pushforward.tensor.HostArray;

/**
 * The largest distance along the directions that an ascent visited.
 *
 * @param order the order p of the distance
 * @param distance W_p along {@code direction}
 * @param direction the unit vector, of those visited, along which the samples differ most, floating [1, d]; to score other samples
 *     along it, pass it to {@link SlicedWasserstein#distance(HostArray, HostArray, HostArray)}
 * @param first the largest W_p over the starting directions of the ascent, which is the Monte-Carlo max-sliced distance
 */
public record MaxSlicedDistance(double order, double distance, HostArray direction, double first) {}
