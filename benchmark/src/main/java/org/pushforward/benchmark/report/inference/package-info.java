/** The results of an inference as immutable records: {@link org.pushforward.benchmark.report.inference.InferenceReport} is the root. */
package org.pushforward.benchmark.report.inference;
