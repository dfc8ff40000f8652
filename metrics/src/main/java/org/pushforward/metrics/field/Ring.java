package org.pushforward.metrics.field;

import org.pushforward.metrics.inference.Estimate;

/**
 * A statistic of fields at one distance or frequency.
 *
 * @param radius the mean distance, in cells, or the mean frequency, in cycles per cell
 * @param terms the number of averaged terms of each field
 * @param value the statistic over fields, which are the units: terms of one field are not independent
 */
public record Ring(double radius, int terms, Estimate value) {}
