package org.pushforward.benchmark.cli;

import java.time.Duration;

/**
 * Progress in words: on a terminal one line that is written over, elsewhere a line now and then. It uses no colors. Used by one
 * thread.
 */
public final class StatusLine {
    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(15);

    private final Console console;
    private final long interval;
    private long lastShown = System.nanoTime();

    /** Makes one. */
    public StatusLine(Console console) {
        this.console = console;
        this.interval = (console.interactive() ? ON_TERMINAL : ELSEWHERE).toNanos();
    }

    /** Returns whether it is time for another line. */
    public boolean isDue() {
        return System.nanoTime() - lastShown >= interval;
    }

    /** Shows how far something is. */
    public void show(String text) {
        lastShown = System.nanoTime();
        if (console.interactive()) {
            overwrite(text);
        } else {
            console.err().println(text);
        }
    }

    /** Shows what is being done, on a terminal alone. */
    public void hint(String text) {
        if (console.interactive()) {
            overwrite(text);
        }
    }

    /** Writes a line that stays. */
    public void say(String text) {
        hint("");
        console.err().println(text);
    }

    private void overwrite(String text) {
        int width = console.width() - 1;
        String cut = text.length() > width ? text.substring(0, width) : text;
        console.err().print("\r" + cut + " ".repeat(width - cut.length()) + "\r" + cut);
        console.err().flush();
    }
}
