/**
 * Experiments: typed settings that can be written in YAML or in Java.
 *
 * <p>{@link org.pushforward.benchmark.config.Experiment#named} starts one in
 * Java, {@link org.pushforward.benchmark.config.Experiment#toYaml} prints it, and
 * a {@link org.pushforward.benchmark.settings.RecordYaml} reads it. Every value is checked in the constructor of its
 * record, so both forms refuse the same values.
 */
package org.pushforward.benchmark.config;
