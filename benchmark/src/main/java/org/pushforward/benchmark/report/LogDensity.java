package org.pushforward.benchmark.report;

import java.util.Optional;

/**
 * The log-density of held-out rows under a model, averaged over each unit: a row, or a block of rows that are alike.
 *
 * @param byUnit the mean of each unit, in nats, for the data as models meet it
 * @param inUnits the same as a density of the quantity itself, in its own units, where that is another
 */
public record LogDensity(double[] byUnit, Optional<double[]> inUnits) {}
