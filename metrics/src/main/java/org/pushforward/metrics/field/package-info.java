/**
 * Statistics of fields by distance or frequency, averaged over directions, with their uncertainty from field to field:
 * {@link org.pushforward.metrics.field.RadialSpectrum} and {@link org.pushforward.metrics.field.RadialVariogram}.
 */
package org.pushforward.metrics.field;
