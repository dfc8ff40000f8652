package org.pushforward.benchmark.report;

/**
 * How well something fills in fields of which a few cells are observed, field by field, over the cells that were not, in standardized
 * units.
 *
 * @param name what fills in
 * @param rankedProbability the mean continuous ranked probability score of each field; the absolute error of a forecast without a spread
 * @param squaredError the mean squared error of each field
 * @param covered the share of cells inside their central interval, [field][level]; no field if there are no intervals
 */
public record FieldScores(String name, double[] rankedProbability, double[] squaredError, double[][] covered) {}
