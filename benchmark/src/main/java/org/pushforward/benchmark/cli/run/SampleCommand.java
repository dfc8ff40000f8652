package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Interruption;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.options.EngineOptions;
import org.pushforward.benchmark.cli.options.ReplaceOption;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.run.DeviceTeam;
import org.pushforward.benchmark.trainrun.RunPicture;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.data.Rows;
import org.pushforward.files.SampleFile;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.Replicas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws samples from a trained model. */
@Command(
        name = "sample",
        description = "Draws samples from the model of a run, in the data's own units.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Examples:",
            "  pushforward sample runs/points-real-nvp -n 100000 --to samples.npy",
            "  pushforward sample runs/digits-diffusion -n 64 --to samples.png",
            "  pushforward sample runs/prices-maf --given tomorrow.csv --to prices.csv",
            "  pushforward sample runs/digits -n 9000 --to x.npy --device gpu:0,gpu:1",
            "",
            "The same seed gives the same samples: n samples are the first n of any larger number."
        })
public final class SampleCommand implements Callable<Integer> {
    /** The size of a part. Each part has its own key, so memory does not grow with the number of samples. */
    private static final int PART = 1 << 16;

    @Parameters(paramLabel = "RUN", description = "The folder of the run.")
    private Path folder;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "The number of samples (default: ${DEFAULT-VALUE}).")
    private int count = 10;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "The output, an NPY, CSV or PNG file according to its name (default: standard output).")
    private Path to;

    @Option(
            names = "--given",
            paramLabel = "FILE",
            description = "A file with the conditions of a conditional model. Each row gets one sample.")
    private Path given;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of the samples (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--best", description = "Use the best model by validation instead of the last one.")
    private boolean best;

    @Mixin
    private ReplaceOption replace = new ReplaceOption();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    private final Console console;
    private final Interruption interruption;
    private final BackendSource backends;

    @Inject
    SampleCommand(Console console, Interruption interruption, BackendSource backends) {
        this.console = console;
        this.interruption = interruption;
        this.backends = backends;
    }

    @Override
    public Integer call() {
        if (count < 1) {
            throw new IllegalArgumentException("-n " + count + ": expected 1 or more");
        }
        if (to != null) {
            replace.check(to);
        }
        TrainedRun run = TrainedRun.open(folder);
        Rows context = given == null ? Rows.none() : RunInput.context(run, given);
        int rows = given == null ? count : context.count();
        try (DeviceTeam team = engine.team(backends, run.settings().run())) {
            Replicas<Model> trained = Replicas.of(team.backends().stream()
                    .map(backend -> run.load(backend, best))
                    .toList());
            if (to == null) {
                print(run, draw(trained, 0, rows, context));
            } else if (to.toString().endsWith(".png")) {
                RunPicture.write(run, draw(trained, 0, Math.min(rows, PART), context), to);
            } else {
                write(trained, run.manifest().coordinates(), rows, context);
            }
            return ExitCode.SUCCESS;
        } catch (CancellationException e) {
            return interruption.exitCode();
        }
    }

    private void write(Replicas<Model> trained, List<String> names, int rows, Rows context) {
        try (SampleFile out = SampleFile.begin(to, rows, names)) {
            for (int from = 0; from < rows; from += PART) {
                out.write(draw(trained, from, Math.min(rows, from + PART), context));
            }
        }
    }

    private HostArray draw(Replicas<Model> trained, int from, int to, Rows context) {
        RandomKey key = RandomKey.of(seed).fold("samples").fold(from / PART);
        Rows part = context.count() == 0 ? context : context.range(from, to);
        return trained.sample(key, to - from, part, interruption.cancellation());
    }

    private void print(TrainedRun run, HostArray samples) {
        CsvPrinter.print(console.out(), run.manifest().coordinates(), samples);
    }
}
