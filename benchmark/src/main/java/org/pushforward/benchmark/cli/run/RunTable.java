package org.pushforward.benchmark.cli.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pushforward.benchmark.cli.TextTable;
import org.pushforward.benchmark.trainrun.RunResult;
import org.pushforward.benchmark.trainrun.TrainedRun;

/** A table of runs. */
public final class RunTable {
    private static final String NONE = "-";

    private RunTable() {}

    /** Returns a table with a line for each run. */
    public static String of(List<TrainedRun> runs) {
        TextTable table = new TextTable(
                4,
                "run",
                "family",
                "began",
                "ending",
                "parameters",
                "iterations",
                "loss",
                "validation",
                "log p",
                "SW2",
                "floor");
        for (TrainedRun run : runs) {
            Optional<RunResult> result = run.result();
            table.row(
                    run.folder().toString(),
                    run.settings().model().name(),
                    run.manifest().started().toString(),
                    result.map(RunResult::ending).orElse("unfinished"),
                    String.valueOf(run.manifest().parameters()),
                    run.iteration().isPresent() ? String.valueOf(run.iteration().getAsLong()) : NONE,
                    number(result.flatMap(each -> first(each.losses()))),
                    number(result.flatMap(each -> first(each.validation()))),
                    number(result.flatMap(RunResult::logLikelihood)),
                    number(result.flatMap(RunResult::slicedWasserstein)),
                    number(result.flatMap(RunResult::slicedWassersteinFloor)));
        }
        return table.toString();
    }

    static Optional<Double> first(Map<String, Double> values) {
        return values.values().stream().findFirst();
    }

    private static String number(Optional<Double> value) {
        return value.map(each -> String.format(Locale.ROOT, "%.4g", each)).orElse(NONE);
    }

    static Map<String, Object> values(TrainedRun run) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("run", run.folder());
        values.put("family", run.settings().model().name());
        values.put("began", run.manifest().started());
        values.put("command", run.manifest().command());
        values.put("threads", run.manifest().software().threads());
        values.put("parameters", run.manifest().parameters());
        values.put("iteration", run.iteration());
        run.result().ifPresent(result -> values.putAll(TrainingSession.values(run, result)));
        return values;
    }
}
