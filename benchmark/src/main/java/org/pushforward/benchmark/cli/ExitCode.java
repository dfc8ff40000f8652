package org.pushforward.benchmark.cli;

/** The exit codes of the program. */
public final class ExitCode {
    /** Everything succeeded. */
    public static final int SUCCESS = 0;
    /** Something failed. */
    public static final int FAILURE = 1;
    /** The call or the configuration is wrong. */
    public static final int USAGE = 2;

    private ExitCode() {}

    /** Returns the code of a program that a signal ended. */
    static int ofSignal(int signal) {
        return 128 + signal;
    }
}
