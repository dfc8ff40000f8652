package org.pushforward.benchmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

    /** Runs a command that must succeed, and returns what it printed. */
    public String succeed(Object... arguments) {
        int start = out.getBuffer().length();
        int code = run(arguments);
        assertThat(code).as(err.toString()).isZero();
        return out.getBuffer().substring(start);
    }

    /** Runs a command that must refuse its usage, settings or data, and returns its error. */
    public String refuse(Object... arguments) {
        return error(ExitCode.USAGE, arguments);
    }

    /** Runs a command that must fail, and returns its error. */
    public String fail(Object... arguments) {
        return error(ExitCode.FAILURE, arguments);
    }

    private String error(int code, Object... arguments) {
        int start = err.getBuffer().length();
        assertThat(run(arguments)).as(out.toString()).isEqualTo(code);
        return err.getBuffer().substring(start);
    }
}
