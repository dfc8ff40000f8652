/**
 * Observations of fields on grids, for posterior samplers and for the exact posterior beside them: gauges between cells, means over areas,
 * coarse grids.
 */
package org.pushforward.zoo.field.observation;
