/**
 * The command line: {@code compare} runs an experiment and writes its report, {@code benchmark} times workloads on engines,
 * {@code doctor} says what is there.
 *
 * <p>{@link org.pushforward.benchmark.cli.Pushforward} is where it begins. Errors are one message without a stack trace,
 * unless {@code --debug} is given; exit codes are 0, 1 for a failure, 2 for a wrong call or configuration, and 130 after
 * Ctrl-C.
 */
package org.pushforward.benchmark.cli;
