package org.pushforward.benchmark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.infer.config.InferSettings;
import org.pushforward.benchmark.infer.config.StudySettings;
import org.pushforward.benchmark.settings.RecordJava;
import org.pushforward.benchmark.settings.RecordYaml;
import org.pushforward.benchmark.settings.SettingsHelp;
import org.pushforward.benchmark.trainrun.TrainSettings;
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
            "  pushforward settings --of infer transform",
            "  pushforward settings --of compare --java examples/quick.yaml"
        })
final class SettingsCommand implements Callable<Integer> {
    /** A command that reads settings. */
    enum Reader {
        TRAIN("train", TrainSettings::yaml),
        COMPARE("experiment", Experiment::yaml),
        INFER("infer", InferSettings::yaml),
        STUDY("study", StudySettings::yaml);

        private final String schema;
        private final Supplier<RecordYaml<? extends Record>> yaml;

        Reader(String schema, Supplier<RecordYaml<? extends Record>> yaml) {
            this.schema = schema;
            this.yaml = yaml;
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

    @Option(
            names = "--java",
            paramLabel = "FILE",
            description = "Print the settings of a file as Java code, with every default written out.")
    private Path file;

    private final Console console;

    @Inject
    SettingsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (file != null) {
            console.out().print(RecordJava.print("settings", reader.yaml.get().read(file)));
            console.out().flush();
            return ExitCode.SUCCESS;
        }
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
