/**
 * A calibration study of methods that predict fields from gauges. {@link org.pushforward.benchmark.infer.study.FieldStudy} simulates
 * fields, lets each method predict them, and keeps one line for each field and method, so that it can be stopped at any time.
 */
package org.pushforward.benchmark.infer.study;
