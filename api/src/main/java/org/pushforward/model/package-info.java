/**
 * Models, their objectives and their capabilities.
 *
 * <p>A {@link org.pushforward.model.Model} declares its data columns and its default objective. An {@link org.pushforward.model.Objective}
 * describes a training {@link org.pushforward.model.Step}. {@link
 * org.pushforward.model.DensityModel}, {@link org.pushforward.model.SampledModel} and {@link
 * org.pushforward.model.EncodingModel} declare capabilities. A {@link org.pushforward.model.Family} builds models from settings.
 */
package org.pushforward.model;
