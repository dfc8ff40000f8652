/**
 * Models: what learns, what it can do, and what it has learned.
 *
 * <p>A {@link org.pushforward.model.Model} says which rows it takes and how it usually learns. {@link
 * org.pushforward.model.DensityModel}, {@link org.pushforward.model.SampledModel} and {@link
 * org.pushforward.model.EncodingModel} say what it gives. {@link org.pushforward.model.Trained} is a model with the values of its
 * parameters, ready for use: {@code Trainer.on(backend).fit(model, data, key)} returns one.
 */
package org.pushforward.model;
