/**
 * Covariances of random fields: how the values at two places go together.
 *
 * <p>{@link org.pushforward.zoo.field.covariance.Structure} is the usual one, and
 * {@link org.pushforward.zoo.field.covariance.LocalStructure} one that changes from place to place. A
 * {@link org.pushforward.zoo.field.covariance.CovarianceFamily} has unknown parameters.
 */
package org.pushforward.zoo.field.covariance;
