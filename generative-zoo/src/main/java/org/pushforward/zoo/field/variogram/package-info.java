/** Empirical variograms of gauges, and covariances fitted to them. */
package org.pushforward.zoo.field.variogram;
