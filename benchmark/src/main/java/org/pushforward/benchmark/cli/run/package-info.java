/** The commands of a model's life: {@code train}, {@code resume}, {@code sample}, {@code logprob} and others on the folder of a run. */
package org.pushforward.benchmark.cli.run;
