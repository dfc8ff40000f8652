package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Interruption;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.StatusLine;
import org.pushforward.benchmark.cli.TextTable;
import org.pushforward.benchmark.infer.config.StudySettings;
import org.pushforward.benchmark.infer.study.FieldStudy;
import org.pushforward.benchmark.report.inference.StudyTable;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.settings.SettingOverride;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Studies how well methods are calibrated on simulated fields. */
@Command(
        name = "study",
        description = "Studies on many simulated fields how good and how honest the methods of 'infer' are.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "A study that was stopped continues with the same command; finished fields are not predicted again.",
            "",
            "Examples:",
            "  pushforward study examples/rain-study.yaml",
            "  pushforward study examples/rain-study.yaml --set fields=400",
            "  pushforward infer examples/rain-gauges.yaml --set study=runs/rain-study/study.json",
            "",
            "Exit codes: 0 done; 2 invalid usage or settings; 130 stopped (results so far are written)."
        })
public final class StudyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.yaml", description = "A file of settings.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Override a setting, for example fields=20. May be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "The folder of the study (default: runs/NAME).")
    private Path out;

    @Option(names = "--dry-run", description = "Print the settings without predicting.")
    private boolean dry;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Option(names = "--json", description = "Print the table as JSON.")
    private boolean json;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Spec
    private CommandSpec spec;

    private final Console console;
    private final Interruption interruption;
    private final BackendSource backends;

    @Inject
    StudyCommand(Console console, Interruption interruption, BackendSource backends) {
        this.console = console;
        this.interruption = interruption;
        this.backends = backends;
    }

    @Override
    public Integer call() {
        StudySettings written = StudySettings.yaml()
                .read(file, overrides.stream().map(SettingOverride::parse).toList());
        StudySettings settings = written.withRun(engine.over(written.run()));
        Path folder = Optional.ofNullable(out).orElseGet(() -> Path.of("runs", settings.name()));
        if (dry) {
            console.out().print(settings.toYaml());
            console.out().println("# the folder would be " + folder);
            return ExitCode.SUCCESS;
        }
        StatusLine line = new StatusLine(console);
        FieldStudy study = FieldStudy.in(folder, settings, command());
        try {
            StudyTable table = study.run(backends, interruption.cancellation(), text -> {
                if (!quiet && line.isDue()) {
                    line.show(text);
                }
            });
            line.hint("");
            console.out().print(json ? StudyTable.JSON.print(table) + "\n" : text(table, folder));
            return ExitCode.SUCCESS;
        } catch (CancellationException e) {
            line.hint("");
            console.err().println("stopped; the results so far are in " + folder + ", and the same command continues");
            return interruption.exitCode();
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("./pushforward"));
        command.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return command;
    }

    private static String text(StudyTable study, Path folder) {
        TextTable table = new TextTable(2, study.columns().toArray(String[]::new));
        study.rows().forEach(row -> table.row(row.toArray(String[]::new)));
        return table + study.verdict() + "\nTable: " + folder.resolve("study.json") + "\n";
    }
}
