package org.pushforward.benchmark.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that lets a command replace what exists. */
public final class ReplaceOption {
    @Option(names = "--force", description = "Replace the output if it exists.")
    private boolean force;

    /**
     * Checks an output before the work that leads to it. A device such as {@code /dev/null} is no loss.
     *
     * @throws IllegalArgumentException if a file or a folder is there and must stay
     */
    public void check(Path output) {
        boolean kept = Files.isRegularFile(output)
                || Files.isDirectory(output)
                || Files.isSymbolicLink(output) && !Files.exists(output);
        if (kept && !force) {
            throw new IllegalArgumentException(output + " exists already: --force replaces it");
        }
    }
}
