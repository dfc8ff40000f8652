/**
 * Random numbers, drawn from explicit keys.
 *
 * <p>{@link org.pushforward.random.RandomKey} draws on the host what is fed to engines as inputs, and
 * {@link org.pushforward.random.TracedKey} in the graph itself, where {@link org.pushforward.random.PhiloxKey} draws the same on the
 * host. These are the only sources of randomness in the project: the same key gives the same numbers on every backend, device,
 * thread count and machine.
 */
package org.pushforward.random;
