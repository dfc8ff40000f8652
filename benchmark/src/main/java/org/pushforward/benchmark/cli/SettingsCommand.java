package org.pushforward.benchmark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.pushforward.benchmark.settings.SettingsHelp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains the settings of YAML files and of the option --set. */
@Command(
        name = "settings",
        description = "Explains the settings of YAML files and of --set: keys, types, defaults and meanings.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  pushforward settings",
            "  pushforward settings training.schedule",
            "  pushforward settings model.diffusion",
            "  pushforward settings --of compare evaluation",
            "  pushforward settings --of infer transform"
        })
final class SettingsCommand implements Callable<Integer> {
    /** A command that reads settings. */
    enum Reader {
        TRAIN("train"),
        COMPARE("experiment"),
        INFER("infer"),
        STUDY("study");

        private final String schema;

        Reader(String schema) {
            this.schema = schema;
        }
    }

    @Parameters(
            paramLabel = "PATH",
            arity = "0..1",
            defaultValue = "",
            description =
                    "The key to explain, such as training.batch; a kind is a key as well (default: all top-level keys).")
    private String path;

    @Option(
            names = "--of",
            paramLabel = "COMMAND",
            defaultValue = "train",
            description = "The command that reads the settings: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Reader reader;

    private final Console console;

    @Inject
    SettingsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().print(new SettingsHelp(schema(), console.width()).of(path));
        return ExitCode.SUCCESS;
    }

    private JsonNode schema() {
        String name = "/org/pushforward/benchmark/settings/" + reader.schema + ".schema.json";
        try (InputStream in = SettingsCommand.class.getResourceAsStream(name)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
