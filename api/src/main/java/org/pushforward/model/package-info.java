/**
 * Models: what learns, how it is described to learn, and what it can do.
 *
 * <p>A {@link org.pushforward.model.Model} says which rows it takes and how it usually learns, as an {@link
 * org.pushforward.model.Objective} does, by describing a {@link org.pushforward.model.Step}. {@link
 * org.pushforward.model.DensityModel}, {@link org.pushforward.model.SampledModel} and {@link
 * org.pushforward.model.EncodingModel} say what it gives. A {@link org.pushforward.model.Family} builds models from settings.
 */
package org.pushforward.model;
