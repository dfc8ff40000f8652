package org.pushforward.benchmark.report;

import java.util.Optional;

/**
 * The log-density of held-out rows under a model, averaged over each unit: a row, or a block of rows that depend on each other.
 *
 * @param byUnit the mean of each unit, in nats, for the data in the form that models get
 * @param inUnits the same for the density of the original quantity in its own units, if that differs
 */
public record LogDensity(double[] byUnit, Optional<double[]> inUnits) {}
