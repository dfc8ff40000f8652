package org.pushforward.benchmark.cli.run;

import picocli.CommandLine.Option;

/** Options that choose what a command prints. */
final class OutputOptions {
    @Option(names = "--quiet", description = "Show no progress and no warnings.")
    boolean quiet;

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;
}
