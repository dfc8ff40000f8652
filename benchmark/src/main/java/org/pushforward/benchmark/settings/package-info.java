/**
 * Records as YAML: one record is one mapping, and its components are the mapping's keys.
 *
 * <p>{@link org.pushforward.benchmark.settings.RecordYaml} reads and prints any record whose components are numbers, text,
 * enumerations, durations, lists, maps, optional values and other such records. A key may be absent if it is optional or if the
 * record has a constructor without arguments, which sets the defaults. An interface marked {@link
 * org.pushforward.settings.ChosenBy} stands for one of several records, each marked {@link org.pushforward.settings.Kind}. A file
 * with several errors reports them all, each with its line and column.
 */
package org.pushforward.benchmark.settings;
