/**
 * Toy distributions and recorded data for training models.
 *
 * <p>A {@link org.pushforward.zoo.data.ToyDistribution} is a distribution on the plane with a known density, to which the likelihood of a
 * model can be compared. {@link org.pushforward.zoo.data.ToyDistributions} finds them by name.
 * {@link org.pushforward.zoo.data.PrecipitationField} is a measured map of the globe, and
 * {@link org.pushforward.zoo.data.PrecipitationPatches} cuts it into training and test patches that share no cell.
 */
package org.pushforward.zoo.data;
