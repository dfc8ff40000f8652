/**
 * Distributions and invertible maps, as tensors in a graph.
 *
 * <p>A {@link org.pushforward.distribution.Distribution} has a log-density and draws samples; a {@link
 * org.pushforward.distribution.ConditionalDistribution} gives one for each context. A {@link
 * org.pushforward.distribution.Bijector} goes forward from data to noise, and returns the image and the change of volume
 * together. {@link org.pushforward.distribution.Preprocessing} is what data goes through on the host before a model sees it.
 */
package org.pushforward.distribution;
