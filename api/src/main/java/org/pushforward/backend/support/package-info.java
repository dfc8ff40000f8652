/**
 * Help for authors of backends: {@link org.pushforward.backend.support.DataParallelism} divides a batch among threads, {@link
 * org.pushforward.backend.support.VectorUpdate} finds what an optimizer does to its vectors, {@link
 * org.pushforward.backend.support.ImplicitBroadcast} serves engines that broadcast by themselves, and {@link
 * org.pushforward.backend.support.Work} counts the arithmetic of a graph.
 */
package org.pushforward.backend.support;
