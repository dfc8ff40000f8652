/**
 * Random fields in the plane: where they are looked at, and their mean.
 *
 * <p>Begin with {@link org.pushforward.zoo.field.Places} or a {@link org.pushforward.zoo.field.Grid}. The packages below have covariances,
 * simulation, transforms, variograms, kriging, the inference of parameters, and observations of grids. Everything here runs on the host in
 * float64.
 */
package org.pushforward.zoo.field;
