/**
 * How well draws from a posterior or a forecast agree with what came true.
 *
 * <p>{@link org.pushforward.metrics.calibration.RankedProbability} and {@link org.pushforward.metrics.calibration.EnergyScore} are proper
 * scores of a whole distribution, {@link org.pushforward.metrics.calibration.IntervalCoverage} is how often central intervals hold the
 * truth, and {@link org.pushforward.metrics.calibration.CoverageBand} says where that curve would lie for a calibrated posterior.
 * {@link org.pushforward.metrics.calibration.LocalClassifierTest} judges a posterior at one observation.
 */
package org.pushforward.metrics.calibration;
