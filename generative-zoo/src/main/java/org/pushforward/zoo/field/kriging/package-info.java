/**
 * Kriging: the mean and variance of a random field given gauges, and fields that agree with the gauges.
 *
 * <p>Begin with {@link org.pushforward.zoo.field.kriging.Measurements} and {@link org.pushforward.zoo.field.kriging.Kriging}. With thousands
 * of gauges take a {@link org.pushforward.zoo.field.kriging.Neighborhood}.
 */
package org.pushforward.zoo.field.kriging;
