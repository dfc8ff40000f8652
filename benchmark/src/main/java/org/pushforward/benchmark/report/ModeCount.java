package org.pushforward.benchmark.report;

/**
 * How many of the modes of a distribution samples hold.
 *
 * @param present the modes that are there
 * @param total the modes of the distribution
 */
public record ModeCount(int present, int total) {}
