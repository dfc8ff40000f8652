/**
 * An experiment: one typed model with two equal faces, a YAML file and Java.
 *
 * <p>{@link org.pushforward.benchmark.config.Experiment#named} begins one in Java,
 * {@link org.pushforward.benchmark.config.Experiment#toYaml} prints it, and a
 * {@link org.pushforward.benchmark.settings.RecordYaml} reads it. Every value is checked in the constructor of its record, so
 * both faces refuse the same.
 */
package org.pushforward.benchmark.config;
