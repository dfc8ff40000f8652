package org.pushforward.benchmark.cli;

import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Shows warnings of libraries as the program shows its own: one line each, without the time, the class and a stack trace. */
final class LogLines extends Handler {
    private final Console console;

    private LogLines(Console console) {
        this.console = console;
        setLevel(Level.WARNING);
        setFormatter(new SimpleFormatter());
    }

    /** Replaces the handlers of this process. */
    static void install(Console console) {
        Logger root = Logger.getLogger("");
        Arrays.stream(root.getHandlers()).forEach(root::removeHandler);
        root.addHandler(new LogLines(console));
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            console.err().println("warning: " + getFormatter().formatMessage(record));
        }
    }

    @Override
    public void flush() {
        console.err().flush();
    }

    @Override
    public void close() {}
}
