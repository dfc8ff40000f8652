package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Interruption;
import org.pushforward.benchmark.cli.Pushforward;
import org.pushforward.benchmark.cli.options.EngineOptions;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.trainrun.ModelScores;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.data.Rows;
import org.pushforward.graph.Tracing;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.train.Trained;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores the model of a run on a file. */
@Command(
        name = "evaluate",
        description =
                "Scores the model of a run on rows of a file: the mean log-density with its standard error, and the"
                        + " sliced Wasserstein distance of samples with its floor.",
        mixinStandardHelpOptions = true,
        versionProvider = Pushforward.ProgramVersion.class,
        usageHelpAutoWidth = true,
        footer = {"", "Example:", "  pushforward evaluate runs/points-real-nvp --data new.csv"})
public final class EvaluateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The folder of the run.")
    private Path folder;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description = "A file with the columns that the model was trained on.")
    private Path data;

    @Option(names = "--best", description = "Use the best model by validation instead of the last one.")
    private boolean best;

    @Option(names = "--json", description = "Print the scores as JSON.")
    private boolean json;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    private final Console console;
    private final Interruption interruption;
    private final BackendSource backends;

    @Inject
    EvaluateCommand(Console console, Interruption interruption, BackendSource backends) {
        this.console = console;
        this.interruption = interruption;
        this.backends = backends;
    }

    @Override
    public Integer call() {
        TrainedRun run = TrainedRun.open(folder);
        Rows rows = RunInput.of(run, data);
        try (Backend backend = engine.open(backends, run.settings().run());
                Trained<Model> trained = run.load(backend, best)) {
            RandomKey key = RandomKey.of(run.settings().run().seed()).fold("scores");
            Cancellation cancellation = interruption.cancellation();
            ModelScores scores = Tracing.unless(
                    cancellation::isRequested, () -> ModelScores.of(trained, backend, rows, key, cancellation));
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("rows", rows.count());
            values.put("logLikelihood", scores.logLikelihood());
            values.put("logLikelihoodError", scores.logLikelihoodError());
            values.put("slicedWasserstein", scores.slicedWasserstein());
            values.put("slicedWassersteinFloor", scores.slicedWassersteinFloor());
            console.out().println(json ? JsonText.of(values) : words(rows.count(), scores));
            return ExitCode.SUCCESS;
        } catch (CancellationException e) {
            return interruption.exitCode();
        }
    }

    private static String words(int count, ModelScores scores) {
        StringBuilder text = new StringBuilder(count + " rows");
        scores.logLikelihood()
                .ifPresent(value -> text.append(String.format(
                        Locale.ROOT,
                        ", mean log-density %.5g +- %.2g nats",
                        value,
                        scores.logLikelihoodError().orElse(Double.NaN))));
        scores.slicedWasserstein()
                .ifPresent(value -> text.append(String.format(
                        Locale.ROOT,
                        ", SW2 %.3g (floor %.3g)",
                        value,
                        scores.slicedWassersteinFloor().orElse(Double.NaN))));
        return text.toString();
    }
}
