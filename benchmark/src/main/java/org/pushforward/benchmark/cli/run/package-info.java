/** Commands that create and use runs: {@code train}, {@code resume}, {@code sample}, {@code logprob} and others. */
package org.pushforward.benchmark.cli.run;
