package org.pushforward.benchmark.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.run.InstalledBackends;

/** The command line as a test sees it: no terminal, and all output in memory. */
public final class CommandLine {
    public final StringWriter out = new StringWriter();
    public final StringWriter err = new StringWriter();
    public final Interruption interruption = new Interruption();
    private final BackendSource backends;

    /** A command line with the engines on the class path. */
    public CommandLine() {
        this(new InstalledBackends());
    }

    /** A command line with other engines. */
    public CommandLine(BackendSource backends) {
        this.backends = backends;
    }

    /** Runs the command and returns its exit code. */
    public int run(Object... arguments) {
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
        return Pushforward.run(
                console,
                interruption,
                backends,
                Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }
}
