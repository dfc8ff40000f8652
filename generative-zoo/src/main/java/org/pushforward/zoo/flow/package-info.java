/**
 * Normalizing flows: distributions defined by invertible maps with a tractable determinant, whose densities can be evaluated.
 *
 * <p>A {@link org.pushforward.zoo.flow.Flow} combines a bijector from data to noise with a base distribution.
 * {@link org.pushforward.zoo.flow.Coupling} and {@link org.pushforward.zoo.flow.Autoregressive} build bijectors from a network
 * and a map of single numbers, {@link org.pushforward.zoo.flow.AffineMap} or
 * {@link org.pushforward.zoo.flow.RationalQuadraticSpline}.
 */
package org.pushforward.zoo.flow;
