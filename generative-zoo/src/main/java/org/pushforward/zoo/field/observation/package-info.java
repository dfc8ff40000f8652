/**
 * Observations of fields on grids, for posterior samplers and the exact posterior: gauges between cells, means over areas, and coarse
 * grids.
 */
package org.pushforward.zoo.field.observation;
