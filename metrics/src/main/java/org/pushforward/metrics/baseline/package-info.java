/**
 * Baselines for models that fill in fields. {@link org.pushforward.metrics.baseline.GaussianField} is the best linear predictor;
 * with the covariance of a fitted {@link org.pushforward.metrics.baseline.Variogram} it is simple kriging. {@link
 * org.pushforward.metrics.baseline.InverseDistanceInterpolation} needs no training data.
 */
package org.pushforward.metrics.baseline;
