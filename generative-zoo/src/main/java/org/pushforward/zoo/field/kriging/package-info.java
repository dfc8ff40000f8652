/**
 * Kriging: the mean and variance of a random field given gauges, and conditional simulation.
 *
 * <p>Begin with {@link org.pushforward.zoo.field.kriging.Measurements} and {@link org.pushforward.zoo.field.kriging.Kriging}. For
 * thousands of gauges use a {@link org.pushforward.zoo.field.kriging.Neighborhood}.
 */
package org.pushforward.zoo.field.kriging;
