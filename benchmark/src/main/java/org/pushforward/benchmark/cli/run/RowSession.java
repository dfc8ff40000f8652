package org.pushforward.benchmark.cli.run;

import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Function;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.cli.Console;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.cli.Interruption;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.data.Rows;
import org.pushforward.files.SampleFile;
import org.pushforward.graph.Tracing;
import org.pushforward.model.Model;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.Trained;

/** Applies the model of a run to rows of a file, for the commands that do so. */
final class RowSession {
    private final Console console;
    private final Interruption interruption;
    private final BackendSource backends;

    /** Computes a result from a model and rows. */
    @FunctionalInterface
    interface RowComputation {
        HostArray answer(TrainedRun run, Trained<Model> trained, Rows rows);
    }

    @Inject
    RowSession(Console console, Interruption interruption, BackendSource backends) {
        this.console = console;
        this.interruption = interruption;
        this.backends = backends;
    }

    int run(RowOptions options, RowComputation question, Function<TrainedRun, List<String>> names) {
        if (options.to != null) {
            options.replace.check(options.to);
        }
        TrainedRun run = TrainedRun.open(options.folder);
        Rows rows = RunInput.of(run, options.data);
        try (Backend backend = options.engine.open(backends, run.settings().run());
                Trained<Model> trained = run.load(backend, options.best)) {
            HostArray answer =
                    Tracing.unless(interruption.cancellation()::isRequested, () -> question.answer(run, trained, rows));
            if (options.to == null) {
                CsvPrinter.print(console.out(), names.apply(run), answer);
            } else {
                SampleFile.write(options.to, answer, names.apply(run));
            }
            return ExitCode.SUCCESS;
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
