/**
 * Random fields in the plane: covariances, places and grids, and exact simulation.
 *
 * <p>A {@link org.pushforward.zoo.field.FieldCovariance} says how the values of a field at two places go together:
 * {@link org.pushforward.zoo.field.Structure} is the usual one, {@link org.pushforward.zoo.field.LocalStructure} one that changes from
 * place to place. {@link org.pushforward.zoo.field.CirculantEmbedding} draws fields on grids and
 * {@link org.pushforward.zoo.field.PointSampler} at any places. Everything here runs on the host in float64. Prediction from gauges is
 * in the package {@code kriging}.
 */
package org.pushforward.zoo.field;
