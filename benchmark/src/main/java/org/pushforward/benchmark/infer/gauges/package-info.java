/**
 * Gauges in a map: where they come from (a file, a simulated field or the map of precipitation), the cells of their map, and the units
 * in which methods work.
 */
package org.pushforward.benchmark.infer.gauges;
