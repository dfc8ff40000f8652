package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Interruption;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.StatusLine;
import org.pushforward.benchmark.cli.TextTable;
import org.pushforward.benchmark.cli.options.OutputOptions;
import org.pushforward.benchmark.cli.options.RunOptions;
import org.pushforward.benchmark.config.RunName;
import org.pushforward.benchmark.infer.InferenceFiles;
import org.pushforward.benchmark.infer.InferenceResult;
import org.pushforward.benchmark.infer.InferenceRun;
import org.pushforward.benchmark.infer.PreparedInference;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.InferSettings;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.run.RunFolder;
import org.pushforward.benchmark.settings.SettingOverride;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Infers a field from gauges, and writes maps and a report. */
@Command(
        name = "infer",
        description =
                "Infers a field from a few gauges by kriging, full Bayes and a learned prior; writes maps and a report.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  pushforward infer examples/rain-gauges.yaml",
            "  pushforward infer examples/rain-gauges.yaml --data gauges.csv",
            "  pushforward infer --data wells.csv --set data.value=depth",
            "",
            "A file of gauges has the columns x and y, or lon and lat, and value; noise is optional.",
            "Exit codes: 0 done; 1 a method failed; 2 invalid usage, settings or gauges; 130 stopped (results so far are"
                    + " written)."
        })
public final class InferCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A YAML file of settings.")
    private Path file;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Gauges, instead of those in the settings: CSV, TSV, NPY or NPZ.")
    private Path data;

    @Option(names = "--force", description = "Replace the run folder if it exists, once the new run is complete.")
    private boolean force;

    @Option(names = "--dry-run", description = "Check the gauges and print the settings without predicting.")
    private boolean dry;

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    private final Console console;
    private final Interruption interruption;
    private final BackendSource backends;

    @Inject
    InferCommand(Console console, Interruption interruption, BackendSource backends) {
        this.console = console;
        this.interruption = interruption;
        this.backends = backends;
    }

    @Override
    public Integer call() {
        InferSettings settings = settings();
        if (dry) {
            PreparedInference prepared = PreparedInference.of(settings);
            warn(prepared);
            console.out().print(settings.toYaml());
            console.out().println("# " + prepared.description());
            console.out().println("# the map would have " + prepared.mapInWords());
            console.out().println("# the run folder would be " + options.folder(settings.name()));
            return ExitCode.SUCCESS;
        }
        Path place = options.folder(settings.name());
        try (RunFolder folder = RunFolder.reserve(place, force)) {
            PreparedInference prepared = PreparedInference.of(settings);
            warn(prepared);
            InferenceFiles files = new InferenceFiles(prepared, outcome(prepared), options.command());
            InferenceResult result = files.result();
            // Print the result before the files are written, so that a full disk does not lose the numbers.
            console.out().print(output.isJson() ? InferenceResult.JSON.print(result) + "\n" : text(result));
            console.out().flush();
            Path published = folder.publish(files::write);
            Path shown = published.getFileName().equals(place.getFileName()) ? place : published;
            if (!output.isJson()) {
                console.out().println("Report: " + shown.resolve("report.html"));
            }
            return switch (result.ending()) {
                case "interrupted" -> interruption.exitCode();
                case "partly-failed" -> ExitCode.FAILURE;
                default -> ExitCode.SUCCESS;
            };
        }
    }

    private InferenceRun.InferenceOutcome outcome(PreparedInference prepared) {
        StatusLine line = new StatusLine(console);
        try (InferenceRun run = new InferenceRun(prepared, backends)) {
            InferenceRun.InferenceOutcome outcome =
                    run.run(interruption.cancellation(), method -> say(line, "inferring: " + method));
            say(line, "scoring");
            return outcome;
        } finally {
            say(line, "");
        }
    }

    private void say(StatusLine line, String text) {
        if (!output.isQuiet()) {
            line.hint(text);
        }
    }

    private void warn(PreparedInference prepared) {
        if (!output.isQuiet()) {
            prepared.warnings().forEach(warning -> console.err().println("warning: " + warning));
        }
    }

    private InferSettings settings() {
        if (file == null && data == null) {
            throw new IllegalArgumentException("expected a file of settings, or gauges with --data FILE");
        }
        List<SettingOverride> changes = options.overrides();
        // The gauges of --data replace those of the file before other settings are overridden.
        InferSettings written =
                file == null ? new InferSettings() : InferSettings.yaml().read(file);
        if (data != null) {
            GaugeData.Measured own = written.data() instanceof GaugeData.Measured measured
                    ? measured.at(data.toString())
                    : new GaugeData.Measured(data.toString());
            written = written.withData(own).named(RunName.of(data, ""));
        }
        InferSettings settings = data == null && file != null
                ? InferSettings.yaml().read(file, changes)
                : InferSettings.yaml().parse("the settings", written.toYaml(), changes);
        settings = options.name().map(settings::named).orElse(settings);
        return settings.withRun(options.over(settings.run()));
    }

    private static String text(InferenceResult result) {
        StringBuilder text = new StringBuilder();
        boolean scored = result.methods().stream().anyMatch(each -> each.crps().isPresent());
        TextTable table = scored
                ? new TextTable(1, "method", "CRPS", "rmse", "energy", "in 50 %", "in 90 %", "seconds")
                : new TextTable(1, "method", "seconds");
        for (InferenceResult.MethodResult each : result.methods()) {
            String seconds = Numbers.fixed(each.seconds(), 1);
            if (scored) {
                table.row(
                        each.name(),
                        shown(each.crps()),
                        shown(each.rmse()),
                        shown(each.energy()),
                        percent(each.covered50()),
                        percent(each.covered90()),
                        seconds);
            } else {
                table.row(each.name(), seconds);
            }
        }
        text.append(table);
        text.append(heldOut(result));
        result.methods().forEach(each -> each.notes()
                .forEach(note ->
                        text.append(each.name()).append(": ").append(note).append('\n')));
        result.leftOut().forEach((method, why) -> text.append("left out: ")
                .append(method)
                .append(": ")
                .append(why)
                .append('\n'));
        return text.append(result.verdict()).append('\n').toString();
    }

    private static String heldOut(InferenceResult result) {
        if (result.heldOut().isEmpty()) {
            return "";
        }
        TextTable table = new TextTable(1, "gauges left out", "CRPS", "mean error", "in 90 %", "seconds");
        result.heldOut()
                .forEach(each -> table.row(
                        each.name(),
                        Numbers.withError(each.crps(), each.crpsError()),
                        Numbers.significant(each.meanAbsoluteError(), 3),
                        Numbers.percent(each.covered90(), 0),
                        Numbers.fixed(each.seconds(), 1)));
        return table.toString();
    }

    private static String shown(Optional<Double> value) {
        return value.map(each -> Numbers.significant(each, 3)).orElse("-");
    }

    private static String percent(Optional<Double> value) {
        return value.map(each -> Numbers.percent(each, 0)).orElse("-");
    }
}
