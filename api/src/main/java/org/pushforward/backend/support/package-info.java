/**
 * Tools for backend authors. {@link org.pushforward.backend.support.DataParallelism} splits a batch among threads,
 * {@link org.pushforward.backend.support.VectorUpdate} finds elementwise updates of state vectors,
 * {@link org.pushforward.backend.support.ImplicitBroadcast} serves engines that broadcast implicitly,
 * and {@link org.pushforward.backend.support.Work} estimates the cost of a graph.
 */
package org.pushforward.backend.support;
