package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.options.OutputOptions;
import org.pushforward.benchmark.cli.options.RunOptions;
import org.pushforward.benchmark.config.RunName;
import org.pushforward.benchmark.data.file.FileSettings;
import org.pushforward.benchmark.settings.SettingOverride;
import org.pushforward.benchmark.trainrun.PreparedTraining;
import org.pushforward.benchmark.trainrun.TrainSettings;
import org.pushforward.benchmark.trainrun.TrainingJob;
import org.pushforward.benchmark.trainrun.TrainingProbe;
import org.pushforward.model.Family;
import org.pushforward.settings.KeyName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a model and saves it as a run. */
@Command(
        name = "train",
        description = "Trains a model with the settings of a file or with defaults, and saves it in a run folder.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  pushforward train --data points.csv --family real-nvp",
            "  pushforward train --data prices.csv --family maf --set training.batch=64",
            "  pushforward train --data prices.csv --family maf --set data.columns='[a, b]'",
            "  pushforward train experiment.yaml --dry-run",
            "  pushforward train --resume runs/points-real-nvp",
            "",
            "'pushforward settings' explains the settings of a file and of --set.",
            "Exit codes: 0 done; 1 training failed; 2 invalid usage; 130 stopped (continue with 'pushforward resume')."
        })
public final class TrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A YAML file of settings.")
    private Path file;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Data to train on with default settings: CSV, TSV, NPY, NPZ, IDX or a folder of pictures.")
    private Path data;

    @Option(
            names = "--family",
            paramLabel = "NAME",
            description = "The family of the model; 'pushforward families' lists them.")
    private String family;

    @Option(names = "--resume", paramLabel = "RUN", description = "Resume a run, as 'pushforward resume' does.")
    private Path resumed;

    @Option(names = "--dry-run", description = "Print the settings and the estimated cost without training.")
    private boolean dry;

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    private final TrainingSession session;
    private final ResumeCommand resume;

    @Inject
    TrainCommand(TrainingSession session, ResumeCommand resume) {
        this.session = session;
        this.resume = resume;
    }

    @Override
    public Integer call() {
        if (resumed != null) {
            return resume.resume(resumed, options.engine(), output);
        }
        TrainSettings written = settings();
        TrainSettings named = options.name().map(written::named).orElse(written);
        TrainSettings settings = named.withRun(options.over(named.run()));
        Path folder = options.out().orElseGet(() -> free(settings));
        PreparedTraining prepared = PreparedTraining.of(
                options.out().isPresent()
                        ? settings
                        : settings.named(folder.getFileName().toString()));
        session.warn(prepared, output.isQuiet());
        try (Backend backend = session.open(prepared.settings().run())) {
            if (dry) {
                say(prepared, folder, TrainingProbe.of(prepared, backend), output.isJson());
                return ExitCode.SUCCESS;
            }
            TrainingJob job = session.begin(folder, options.command(), prepared, backend, output.isQuiet());
            return session.run(job, prepared, backend, output);
        }
    }

    private TrainSettings settings() {
        List<SettingOverride> changes = options.overrides();
        if (file != null) {
            if (data != null || family != null) {
                throw new IllegalArgumentException(
                        "expected a file of settings, or --data and --family; --set overrides settings of a file");
            }
            return TrainSettings.yaml().read(file, changes);
        }
        if (data == null || family == null) {
            throw new IllegalArgumentException("expected a file of settings, or --data FILE --family NAME");
        }
        Map<String, Family> families = Family.all();
        if (!families.containsKey(family)) {
            throw new IllegalArgumentException(
                    "no family '" + family + "': " + KeyName.advice(family, families.keySet()));
        }
        TrainSettings defaults = TrainSettings.of(
                RunName.of(data, "-" + family), new FileSettings(data.toString()), families.get(family));
        return TrainSettings.yaml().parse("the defaults", defaults.toYaml(), changes);
    }

    /** Returns the folder with the name of the run; if the name is a default and taken, appends the next free number. */
    private Path free(TrainSettings settings) {
        Path runs = Path.of("runs");
        Path folder = runs.resolve(settings.name());
        boolean named = file != null || options.name().isPresent();
        for (int i = 2; Files.exists(folder) && !named; i++) {
            folder = runs.resolve(settings.name() + "-" + i);
        }
        return folder;
    }

    private void say(PreparedTraining prepared, Path folder, TrainingProbe probe, boolean json) {
        int iterations = prepared.settings().training().iterations();
        double whole = seconds(probe.iteration()) * iterations;
        if (json) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("run", folder);
            values.put("parameters", prepared.parameters());
            values.put("bytes", probe.bytes());
            values.put("preparingSeconds", seconds(probe.preparing()));
            values.put("iterations", iterations);
            values.put("trainingSeconds", whole);
            values.put("settings", prepared.settings().toYaml());
            session.console.out().println(JsonText.of(values));
            return;
        }
        session.console.out().print(prepared.settings().toYaml());
        session.console
                .out()
                .println(String.format(
                        Locale.ROOT,
                        "# %s%n# %,d parameters, which take %.3g MB with the optimizer's vectors; compiling takes %.1f s, and"
                                + " %d iterations take about %s%n# the run folder would be %s",
                        prepared.target().description(),
                        prepared.parameters(),
                        probe.bytes() * 1e-6,
                        seconds(probe.preparing()),
                        iterations,
                        TrainingProgress.time(whole),
                        folder));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() * 1e-9;
    }
}
