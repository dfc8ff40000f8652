/**
 * Measures the times of workloads, on engines and in other programs, and compares them.
 *
 * <p>{@link org.pushforward.benchmark.timing.Stopwatch} times one workload in this process, {@link
 * org.pushforward.benchmark.timing.EngineProcess} in a separate one, and {@link
 * org.pushforward.benchmark.timing.PeerProcess} with another program's command. {@link
 * org.pushforward.benchmark.timing.Contest} times them alternately, and {@link org.pushforward.benchmark.timing.Ratio}
 * compares them. Files are JSON, with the field names of the peers.
 */
package org.pushforward.benchmark.timing;
