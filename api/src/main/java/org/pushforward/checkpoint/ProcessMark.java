package org.pushforward.checkpoint;

import java.time.Instant;

/**
 * Identifies a process in file names. The process number alone is not enough, because it may be reused, especially in
 * containers, where numbers start at 1 each time.
 *
 * @param pid the process number
 * @param started the start time, in milliseconds since 1970, or 0 if the platform does not provide it
 */
record ProcessMark(long pid, long started) {
    /** A regular expression with two groups that matches the result of {@link #toString}. */
    static final String PATTERN = "(\\d{1,18})-(\\d{1,18})";
    /** The start time may vary because the clock may be adjusted; process numbers are not reused this quickly. */
    private static final long TOLERANCE = 1000;

    /** Returns this process. */
    static ProcessMark current() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessMark(self.pid(), startOf(self));
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Returns whether the process is running. If start times are unknown, the number decides. */
    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(ProcessMark::startOf)
                .filter(start -> start == 0 || started == 0 || Math.abs(start - started) <= TOLERANCE)
                .isPresent();
    }

    /** Returns the two numbers, separated by a hyphen. */
    @Override
    public String toString() {
        return pid + "-" + started;
    }
}
