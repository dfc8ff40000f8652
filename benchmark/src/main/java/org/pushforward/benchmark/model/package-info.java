/**
 * Families of models that are compared: settings that say which model, and the model with the ways to examine it.
 *
 * <p>A family is a record that implements {@link org.pushforward.benchmark.model.ModelSettings}: its components are its keys
 * in YAML, and {@code build} makes a {@link org.pushforward.benchmark.model.Contender} for a law to learn.
 */
package org.pushforward.benchmark.model;
