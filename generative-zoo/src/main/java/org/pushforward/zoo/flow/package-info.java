/**
 * Normalizing flows: invertible maps with a tractable determinant, and so densities that can be evaluated.
 *
 * <p>Convention: a {@link org.pushforward.zoo.flow.Bijector} goes forward from data to noise.
 */
package org.pushforward.zoo.flow;
