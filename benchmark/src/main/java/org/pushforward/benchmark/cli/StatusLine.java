package org.pushforward.benchmark.cli;

import java.time.Duration;

/**
 * Shows progress as text without colors: on a terminal, one line that is overwritten; otherwise, a new line every 15 seconds at most.
 * Not safe for use by several threads.
 */
public final class StatusLine {
    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(15);

    private final Console console;
    private final long interval;
    private long lastShown = System.nanoTime();

    /** Creates a status line. */
    public StatusLine(Console console) {
        this.console = console;
        this.interval = (console.interactive() ? ON_TERMINAL : ELSEWHERE).toNanos();
    }

    /** Returns whether it is time for another line. */
    public boolean isDue() {
        return System.nanoTime() - lastShown >= interval;
    }

    /** Shows progress. */
    public void show(String text) {
        lastShown = System.nanoTime();
        if (console.interactive()) {
            overwrite(text);
        } else {
            console.err().println(text);
        }
    }

    /** Shows progress, in fewer words if the first ones are wider than the terminal. */
    public void show(String text, String shorter) {
        show(console.interactive() && text.length() >= console.width() ? shorter : text);
    }

    /** Shows the current activity, only on a terminal. */
    public void hint(String text) {
        if (console.interactive()) {
            overwrite(text);
        }
    }

    /** Prints a line that is not overwritten. */
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
