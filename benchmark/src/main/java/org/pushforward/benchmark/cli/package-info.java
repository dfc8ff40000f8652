/**
 * The command line: {@code compare} runs an experiment and writes its report, {@code benchmark} times workloads on engines,
 * {@code doctor} lists backends and devices.
 *
 * <p>The entry point is {@link org.pushforward.benchmark.cli.Pushforward}. An error is printed as one message, with a
 * stack trace only if {@code --debug} is given. Exit codes are 0, 1 for a failure, 2 for invalid usage or settings,
 * 129 after a hangup, 130 after Ctrl-C, and 143 after a termination request.
 */
package org.pushforward.benchmark.cli;
