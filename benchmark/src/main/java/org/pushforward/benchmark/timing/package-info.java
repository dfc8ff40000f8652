/**
 * Measures how long workloads take, on engines and on programs of others, and compares the times.
 *
 * <p>{@link org.pushforward.benchmark.timing.Stopwatch} times one workload in this process, {@link
 * org.pushforward.benchmark.timing.EngineProcess} in one of its own and {@link
 * org.pushforward.benchmark.timing.PeerProcess} by another program's command; {@link
 * org.pushforward.benchmark.timing.Contest} takes them in turn, and {@link org.pushforward.benchmark.timing.Ratio} says how
 * many times faster one is than another. Files are JSON, with the field names of the peers.
 */
package org.pushforward.benchmark.timing;
