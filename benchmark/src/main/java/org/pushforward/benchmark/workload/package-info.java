/**
 * The workloads that speed is measured on, each written once for every engine, from the models of the library.
 *
 * <p>Begin at {@link org.pushforward.benchmark.workload.Workloads}, which lists them. A {@link
 * org.pushforward.benchmark.workload.Workload} is made ready on a backend and is then a {@link
 * org.pushforward.benchmark.workload.Case}: draws on the one hand, runs on the other, so that noise can be drawn before a
 * clock starts. Nothing here measures time.
 */
package org.pushforward.benchmark.workload;
