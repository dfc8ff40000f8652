/**
 * Measures of how well draws from a posterior or a forecast agree with the truth.
 *
 * <p>{@link org.pushforward.metrics.calibration.RankedProbability} and {@link org.pushforward.metrics.calibration.EnergyScore} are proper
 * scores of a whole distribution, {@link org.pushforward.metrics.calibration.IntervalCoverage} measures how often central intervals
 * contain the truth, and {@link org.pushforward.metrics.calibration.CoverageBand} is the band in which the coverage curve of a
 * calibrated posterior would lie.
 * {@link org.pushforward.metrics.calibration.LocalClassifierTest} tests a posterior at one observation.
 */
package org.pushforward.metrics.calibration;
