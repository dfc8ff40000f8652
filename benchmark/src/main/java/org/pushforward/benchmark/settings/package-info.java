/**
 * Records as YAML: one record is one mapping, and its components are the mapping's keys.
 *
 * <p>{@link org.pushforward.benchmark.settings.RecordYaml} reads and prints any record whose components are numbers, text,
 * enumerations, durations, lists, optional values and other such records. A key may be absent if it is optional or has a
 * default: that of a static method {@code defaults()} of the record. An interface marked
 * {@link org.pushforward.benchmark.settings.ChosenBy} stands for one of several records, each marked
 * {@link org.pushforward.benchmark.settings.Kind}. Whatever is wrong is said with its file, line and column, all at once.
 */
package org.pushforward.benchmark.settings;
