/**
 * Covariances of noise, priors and posteriors as operators.
 *
 * <p>A {@link org.pushforward.linalg.covariance.Covariance} has products, an inverse, a determinant, a square root and sums. Its kinds
 * differ in cost. Start with {@link org.pushforward.linalg.covariance.Isotropic} and
 * {@link org.pushforward.linalg.covariance.DenseCovariance}.
 */
package org.pushforward.linalg.covariance;
