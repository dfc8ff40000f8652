/**
 * Random fields in the plane: places, grids and trends.
 *
 * <p>Begin with {@link org.pushforward.zoo.field.Places} or a {@link org.pushforward.zoo.field.Grid}. The subpackages contain covariances,
 * simulation, transforms, variograms, kriging, parameter inference, and observations of grids. Everything here runs on the host in
 * float64.
 */
package org.pushforward.zoo.field;
