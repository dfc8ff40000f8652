/**
 * What a model that fills in fields has to beat: {@link org.pushforward.metrics.baseline.GaussianField}, the best linear predictor, also
 * with the covariance of a fitted {@link org.pushforward.metrics.baseline.Variogram}, which is simple kriging, and
 * {@link org.pushforward.metrics.baseline.InverseDistanceInterpolation}.
 */
package org.pushforward.metrics.baseline;
