/**
 * Covariances as operators: of noise, of priors and of what an observation leaves open.
 *
 * <p>A {@link org.pushforward.linalg.covariance.Covariance} multiplies, has an inverse, a determinant and a square root, and is added
 * to others; its kinds differ in what they cost. Begin with {@link org.pushforward.linalg.covariance.Isotropic} and
 * {@link org.pushforward.linalg.covariance.DenseCovariance}.
 */
package org.pushforward.linalg.covariance;
