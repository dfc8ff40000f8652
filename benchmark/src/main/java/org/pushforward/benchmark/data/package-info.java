/**
 * The data sets that models are compared on: their settings, and the distributions with their held-out rows.
 *
 * <p>A data set is a record that implements {@link org.pushforward.benchmark.data.DataSettings}: its components are its keys in
 * YAML, and {@code load()} gives the {@link org.pushforward.benchmark.data.Target}. It is found by {@link java.util.ServiceLoader}.
 */
package org.pushforward.benchmark.data;
