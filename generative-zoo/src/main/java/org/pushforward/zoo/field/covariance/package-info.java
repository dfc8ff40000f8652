/**
 * Covariances of random fields.
 *
 * <p>{@link org.pushforward.zoo.field.covariance.Structure} is the usual choice, and
 * {@link org.pushforward.zoo.field.covariance.LocalStructure} changes from place to place. A {@link
 * org.pushforward.zoo.field.covariance.CovarianceFamily} has unknown parameters.
 */
package org.pushforward.zoo.field.covariance;
