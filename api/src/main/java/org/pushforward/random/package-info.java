/**
 * Random numbers, drawn from explicit keys.
 *
 * <p>{@link org.pushforward.random.RandomKey} draws numbers on the host that are fed to engines as inputs.
 * {@link org.pushforward.random.TracedKey} draws in the graph, and {@link org.pushforward.random.PhiloxKey} draws the same numbers on the
 * host. These are the only sources of randomness in the project: the same key gives the same numbers on every backend, device,
 * thread count and machine.
 */
package org.pushforward.random;
