package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Interruption;
import org.pushforward.benchmark.cli.StatusLine;
import org.pushforward.benchmark.cli.options.EngineOptions;
import org.pushforward.benchmark.cli.options.OutputOptions;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.trainrun.PreparedTraining;
import org.pushforward.benchmark.trainrun.RunReport;
import org.pushforward.benchmark.trainrun.RunResult;
import org.pushforward.benchmark.trainrun.TrainSettings;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.benchmark.trainrun.TrainingJob;
import org.pushforward.train.TrainingListener;

/** Runs training for {@code train}, {@code resume} and {@code rerun}: shows progress, writes the report and prints the result. */
final class TrainingSession {
    final Console console;
    final BackendSource backends;
    private final Interruption interruption;

    @Inject
    TrainingSession(Console console, Interruption interruption, BackendSource backends) {
        this.console = console;
        this.interruption = interruption;
        this.backends = backends;
    }

    /** Opens the backend of settings. */
    Backend open(RunSettings run) {
        return backends.open(run.backend(), run.options());
    }

    /** Prints possible problems for training. */
    void warn(PreparedTraining prepared, boolean quiet) {
        if (!quiet) {
            prepared.findings().ifPresent(findings -> findings.warnings()
                    .forEach(warning -> console.err().println("warning: " + warning)));
        }
    }

    /** Creates a run in a folder. */
    TrainingJob begin(Path folder, List<String> command, PreparedTraining prepared, Backend backend, boolean quiet) {
        TrainingJob job = TrainingJob.begin(folder, command, prepared, backend);
        if (!quiet) {
            console.err()
                    .println(String.format(
                            Locale.ROOT,
                            "training %s, %,d parameters, on %s: %s",
                            prepared.settings().model().name(),
                            prepared.parameters(),
                            prepared.target().title(),
                            folder));
        }
        return job;
    }

    /** Trains, writes the report, prints the result and returns the exit code. */
    int run(TrainingJob job, PreparedTraining prepared, Backend backend, OutputOptions output) {
        StatusLine line = new StatusLine(console);
        TrainingListener progress = output.isQuiet() ? TrainingListener.silent() : new TrainingProgress(line);
        if (!output.isQuiet()) {
            line.hint("compiling");
        }
        RunResult result = job.run(interruption.cancellation(), progress);
        if (!output.isQuiet()) {
            line.hint("");
        }
        TrainedRun run = job.run();
        boolean reported = run.iteration().isPresent() && report(run, prepared, backend);
        if (output.isJson()) {
            console.out().println(JsonText.of(values(run, result)));
        } else {
            console.out().println(summary(run, result));
            if (reported) {
                console.out().println("report: " + run.report());
            }
        }
        result.failure().ifPresent(failure -> console.err().println(failure));
        if (result.ending().equals("cancelled")) {
            console.err().println("to continue: pushforward resume " + run.folder());
            return interruption.exitCode();
        }
        return result.failure().isPresent() ? ExitCode.FAILURE : ExitCode.SUCCESS;
    }

    /** Writes the report; returns false if a stop was requested and its pictures take too long to compile. */
    private boolean report(TrainedRun run, PreparedTraining prepared, Backend backend) {
        try {
            RunReport.write(run, prepared, backend, interruption.cancellation());
            return true;
        } catch (CancellationException e) {
            return false;
        }
    }

    private static String summary(TrainedRun run, RunResult result) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %s after %d iterations in %.1f s",
                run.manifest().name(),
                result.ending(),
                result.iterations(),
                result.seconds()));
        result.losses()
                .forEach((name, value) -> text.append(String.format(Locale.ROOT, ", loss %s %.4g", name, value)));
        result.validation()
                .forEach((name, value) -> text.append(String.format(Locale.ROOT, ", validation %s %.4g", name, value)));
        result.logLikelihood()
                .ifPresent(value -> text.append(String.format(
                        Locale.ROOT,
                        ", test log p %.4g +- %.2g",
                        value,
                        result.logLikelihoodError().orElse(Double.NaN))));
        result.slicedWasserstein()
                .ifPresent(value -> text.append(String.format(
                        Locale.ROOT,
                        ", SW2 %.3g (floor %.3g)",
                        value,
                        result.slicedWassersteinFloor().orElse(Double.NaN))));
        return text.toString();
    }

    static Map<String, Object> values(TrainedRun run, RunResult result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("run", run.folder());
        values.put("ending", result.ending());
        values.put("failure", result.failure());
        values.put("iterations", result.iterations());
        values.put("seconds", result.seconds());
        values.put("losses", result.losses());
        values.put("validation", result.validation());
        values.put("logLikelihood", result.logLikelihood());
        values.put("logLikelihoodError", result.logLikelihoodError());
        values.put("slicedWasserstein", result.slicedWasserstein());
        values.put("slicedWassersteinFloor", result.slicedWassersteinFloor());
        return values;
    }

    /** Returns settings as options change them. */
    static TrainSettings over(EngineOptions options, TrainSettings settings) {
        return settings.withRun(options.over(settings.run()));
    }
}
