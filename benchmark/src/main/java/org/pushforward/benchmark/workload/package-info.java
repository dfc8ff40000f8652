/**
 * The workloads for measuring speed, each written once for every engine, using the models of the library.
 *
 * <p>{@link org.pushforward.benchmark.workload.Workloads} lists them. A {@link
 * org.pushforward.benchmark.workload.Workload} is prepared on a backend and then becomes a {@link
 * org.pushforward.benchmark.workload.Case}, which separates draws from runs, so that noise can be drawn before a clock
 * starts. Nothing here measures time.
 */
package org.pushforward.benchmark.workload;
