package org.pushforward.benchmark.cli.options;

import picocli.CommandLine.Option;

/** Options that choose what a command prints. */
public final class OutputOptions {
    @Option(names = "--quiet", description = "Show no progress and no warnings.")
    private boolean quiet;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /** Returns whether progress and warnings are not shown. */
    public boolean isQuiet() {
        return quiet;
    }

    /** Returns whether the result is printed as JSON. */
    public boolean isJson() {
        return json;
    }
}
