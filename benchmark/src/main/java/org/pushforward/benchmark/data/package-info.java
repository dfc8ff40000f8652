/**
 * What models are compared on: settings that name a law, and the law itself with its held-out samples.
 *
 * <p>A set of data is a record that implements {@link org.pushforward.benchmark.data.DataSettings}: its components are its
 * keys in YAML, and {@code load()} gives the {@link org.pushforward.benchmark.data.Target}.
 */
package org.pushforward.benchmark.data;
