/**
 * Distributions and recorded data that models learn from.
 *
 * <p>A {@link org.pushforward.zoo.data.ToyDistribution} is a distribution on the plane whose density is known, so that a likelihood has a
 * truth to be held against; {@link org.pushforward.zoo.data.ToyDistributions} finds them by name.
 * {@link org.pushforward.zoo.data.PrecipitationField} is a real map of the globe, and
 * {@link org.pushforward.zoo.data.PrecipitationPatches} cuts it into training and test patches that share no place.
 */
package org.pushforward.zoo.data;
