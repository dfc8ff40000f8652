/**
 * Distributions and invertible maps, as tensors in a graph.
 *
 * <p>A {@link org.pushforward.distribution.Distribution} has a log density and draws samples; a {@link
 * org.pushforward.distribution.ConditionalDistribution} is a distribution for each context. A {@link
 * org.pushforward.distribution.Bijector} maps data to noise and returns the image together with the change of volume.
 * {@link org.pushforward.distribution.Preprocessing} transforms data on the host before they reach a model.
 */
package org.pushforward.distribution;
