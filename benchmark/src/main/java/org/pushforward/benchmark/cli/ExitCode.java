package org.pushforward.benchmark.cli;

/** What the program's exit code says. */
public final class ExitCode {
    /** All was done. */
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
