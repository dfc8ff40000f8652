package org.pushforward.benchmark.report;

/**
 * How many of a law's modes samples hold.
 *
 * @param present the modes that are there
 * @param total the modes of the law
 */
public record ModeCount(int present, int total) {}
