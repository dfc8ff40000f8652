/**
 * Random numbers, drawn on the host from keys and fed to engines as inputs.
 *
 * <p>{@link org.pushforward.random.RandomKey} is the only source of randomness in the project: the same key gives the same
 * numbers on every backend, device, thread count and machine.
 */
package org.pushforward.random;
