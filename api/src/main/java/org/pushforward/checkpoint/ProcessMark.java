package org.pushforward.checkpoint;

import java.time.Instant;

/**
 * A process as the names of files say it. Its number alone may be another process's by now, in a container above all, where numbers
 * begin at 1 each time.
 *
 * @param pid its number
 * @param started when it started, in milliseconds since 1970, or 0 where the platform does not say
 */
record ProcessMark(long pid, long started) {
    /** What {@link #toString} gives, as a regular expression of two groups. */
    static final String PATTERN = "(\\d{1,18})-(\\d{1,18})";
    /** The start is computed from a clock that may be adjusted in between; no number comes round so fast. */
    private static final long TOLERANCE = 1000;

    /** Returns this process. */
    static ProcessMark current() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessMark(self.pid(), startOf(self));
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Returns whether it is running; where it is not known when a process started, its number decides. */
    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(ProcessMark::startOf)
                .filter(start -> start == 0 || started == 0 || Math.abs(start - started) <= TOLERANCE)
                .isPresent();
    }

    /** Returns the two numbers with a hyphen between. */
    @Override
    public String toString() {
        return pid + "-" + started;
    }
}
