package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Interruption;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.StatusLine;
import org.pushforward.benchmark.cli.TextTable;
import org.pushforward.benchmark.cli.options.OutputOptions;
import org.pushforward.benchmark.cli.options.RunOptions;
import org.pushforward.benchmark.infer.config.StudySettings;
import org.pushforward.benchmark.infer.study.FieldStudy;
import org.pushforward.benchmark.report.inference.StudyTable;
import org.pushforward.benchmark.run.BackendSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Studies how well methods predict simulated fields, and how well they are calibrated. */
@Command(
        name = "study",
        description =
                "Scores the methods of 'infer' on many simulated fields, and tests whether their intervals are calibrated.",
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
            "  pushforward infer gauges.yaml --set study=runs/rain-study/study.json",
            "",
            "Exit codes: 0 done; 2 invalid usage or settings; 130 stopped (results so far are written)."
        })
public final class StudyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A YAML file of settings.")
    private Path file;

    @Option(names = "--dry-run", description = "Print the settings without predicting.")
    private boolean dry;

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

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
        StudySettings written = StudySettings.yaml().read(file, options.overrides());
        StudySettings named = options.name().map(written::named).orElse(written);
        StudySettings settings = named.withRun(options.over(named.run()));
        Path folder = options.folder(settings.name());
        if (dry) {
            console.out().print(settings.toYaml());
            console.out().println("# the folder would be " + folder);
            return ExitCode.SUCCESS;
        }
        StatusLine line = new StatusLine(console);
        FieldStudy study = FieldStudy.in(folder, settings, options.command());
        try {
            StudyTable table = study.run(backends, interruption.cancellation(), text -> {
                if (!output.isQuiet() && line.isDue()) {
                    line.show(text);
                }
            });
            line.hint("");
            console.out().print(output.isJson() ? StudyTable.JSON.print(table) + "\n" : text(table, folder));
            return ExitCode.SUCCESS;
        } catch (CancellationException e) {
            line.hint("");
            console.err().println("stopped; the results so far are in " + folder + ", and the same command continues");
            return interruption.exitCode();
        }
    }

    private static String text(StudyTable study, Path folder) {
        TextTable table = new TextTable(2, study.columns().toArray(String[]::new));
        study.rows().forEach(row -> table.row(row.toArray(String[]::new)));
        return table + study.verdict() + "\nTable: " + folder.resolve("study.json") + "\n";
    }
}
