/** The settings of an inference as records: {@link org.pushforward.benchmark.infer.config.InferSettings} contains the others. */
package org.pushforward.benchmark.infer.config;
