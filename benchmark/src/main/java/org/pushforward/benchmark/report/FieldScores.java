package org.pushforward.benchmark.report;

/**
 * Scores of a method that fills in fields from a few observed cells: one score per field, over the unobserved cells, in
 * standardized units.
 *
 * @param name the name of the method
 * @param rankedProbability the mean continuous ranked probability score of each field; for a prediction without uncertainty, the
 *     mean absolute error
 * @param squaredError the mean squared error of each field
 * @param covered the share of cells inside their central interval, [field][level]; empty if there are no intervals
 */
public record FieldScores(String name, double[] rankedProbability, double[] squaredError, double[][] covered) {}
