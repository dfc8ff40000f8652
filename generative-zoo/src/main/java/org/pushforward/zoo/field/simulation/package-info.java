/**
 * Exact simulation of random fields: {@link org.pushforward.zoo.field.simulation.CirculantEmbedding} on grids and
 * {@link org.pushforward.zoo.field.simulation.PointSampler} at any places.
 */
package org.pushforward.zoo.field.simulation;
