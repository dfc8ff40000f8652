package org.pushforward.benchmark.infer.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.support.Workers;
import org.pushforward.benchmark.infer.SimulatedCase;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.config.StudySettings;
import org.pushforward.benchmark.infer.method.FieldForecast;
import org.pushforward.benchmark.infer.method.FieldMethods;
import org.pushforward.benchmark.infer.method.FieldPosterior;
import org.pushforward.benchmark.report.inference.ForecastScores;
import org.pushforward.benchmark.report.inference.StudyTable;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.run.Closer;
import org.pushforward.benchmark.run.DeviceTeam;
import org.pushforward.io.WholeFile;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.covariance.FieldCovariance;

/**
 * Runs a calibration study in a folder. What a method does on a field depends only on the settings, on the number of the field and on the
 * name of the method. So a study that was stopped continues where it was, with the same results.
 *
 * <p>The folder contains {@code settings.yaml}, the {@link StudyMethods} of all runs, {@code results.jsonl} with one {@link StudyLine} for
 * each field and method, and {@code study.json}, the {@link StudyTable} of all lines so far.
 */
public final class FieldStudy {
    /** The draws of parameters that a rank is computed from. More of one chain would hardly be independent. */
    private static final int RANKED = 19;
    /** The distance in cells of the correlation that is ranked. */
    private static final double DISTANCE = 4;

    private final StudySettings settings;
    private final Path folder;
    private final List<String> command;

    private FieldStudy(StudySettings settings, Path folder, List<String> command) {
        this.settings = settings;
        this.folder = folder;
        this.command = command;
    }

    /**
     * Returns a study in a folder, which need not exist.
     *
     * @param command the command that runs the study, for readers
     */
    public static FieldStudy in(Path folder, StudySettings settings, List<String> command) {
        return new FieldStudy(settings, folder, List.copyOf(command));
    }

    /**
     * Predicts the fields that are missing, and writes the table. If the settings name several devices, they share the fields.
     *
     * @param progress takes what is being done
     * @return the table of all results so far
     * @throws IllegalArgumentException if the folder contains a study with settings that differ in more than the numbers of fields and
     *     which methods take part, or another process runs the study
     * @throws CancellationException if a stop was requested; the table of the results so far is written
     */
    public StudyTable run(BackendSource backends, Cancellation cancellation, Consumer<String> progress) {
        List<FieldMethods> devices = DeviceTeam.each(settings.run(), backends).stream()
                .map(run -> new FieldMethods(settings.covariance(), settings.model(), run, backends))
                .toList();
        Consumer<String> oneAtATime = text -> {
            synchronized (progress) {
                progress.accept(text);
            }
        };
        WholeFile.makeFolder(folder);
        // The log locks the folder, so that no other process changes its settings.
        try (StudyLog log = StudyLog.open(folder.resolve("results.jsonl"))) {
            keepSettings(log);
            try {
                Workers.of(devices)
                        .map(
                                IntStream.range(0, settings.fields()).boxed().toList(),
                                (methods, field) -> located(methods, field, log, cancellation, oneAtATime));
                return publish(log);
            } catch (CancellationException e) {
                publish(log);
                throw e;
            } finally {
                Closer.closeAll(devices, FieldMethods::close);
            }
        }
    }

    /** Writes the settings, unless the folder contains results of others. */
    private void keepSettings(StudyLog log) {
        Path kept = folder.resolve("settings.yaml");
        StudyMethods methods = StudyMethods.in(folder);
        if (Files.exists(kept)) {
            StudySettings before = StudySettings.yaml().read(kept);
            if (!settings.continues(before)) {
                throw new IllegalArgumentException("the folder " + folder + " contains a study with other settings ("
                        + kept + "): only 'fields' and 'slow-fields' may change, and methods may be added or left out;"
                        + " choose another folder with --out");
            }
            methods = methods.and(before.all());
        } else if (!log.lines().isEmpty()) {
            throw new IllegalArgumentException("the folder " + folder
                    + " contains results without settings.yaml: choose another folder with --out");
        }
        methods.require(settings.all(), log.lines(), folder);
        methods.and(settings.all()).write(folder);
        WholeFile.write(kept, settings.toYaml().getBytes(StandardCharsets.UTF_8));
    }

    private StudyTable publish(StudyLog log) {
        StudyTable table = StudySummary.of(settings, log.lines(), String.join(" ", command));
        WholeFile.write(
                folder.resolve("study.json"), (StudyTable.JSON.print(table) + "\n").getBytes(StandardCharsets.UTF_8));
        return table;
    }

    private int located(
            FieldMethods methods, int field, StudyLog log, Cancellation cancellation, Consumer<String> progress) {
        try {
            return predict(field, log, methods, cancellation, progress);
        } catch (BackendException e) {
            throw new BackendException("field " + (field + 1) + " on " + methods.device() + ": " + e.getMessage(), e);
        }
    }

    /** Predicts one field with the methods that have not predicted it, and returns its number. */
    private int predict(
            int field, StudyLog log, FieldMethods methods, Cancellation cancellation, Consumer<String> progress) {
        List<MethodSettings> missing = settings.methods(field).stream()
                .filter(method -> !log.contains(field, method.title()))
                .toList();
        if (missing.isEmpty()) {
            return field;
        }
        RandomKey key = RandomKey.of(settings.run().seed()).fold("study").fold(field);
        boolean stationary = field % 2 == 0;
        GaugeData.Simulated data = new GaugeData.Simulated(
                settings.size(), gauges(key.fold("count")), stationary, 0, 1, settings.noise(), "value", "");
        SimulatedCase simulated = SimulatedCase.of(data, key.fold("data"));
        for (MethodSettings method : missing) {
            if (cancellation.isRequested()) {
                throw new CancellationException("the study was stopped at field " + field);
            }
            progress.accept("field " + (field + 1) + " of " + settings.fields() + ": " + method.title());
            FieldPosterior posterior = methods.of(method);
            // A learned prior that cannot be loaded ends the study, and is no property of this field.
            Optional<String> failure = posterior.obstacle(simulated.field());
            Optional<StudyLine.FieldResult> result = Optional.empty();
            if (failure.isEmpty()) {
                try {
                    RandomKey own = key.fold("methods").fold(method.title());
                    FieldForecast forecast = posterior.given(simulated.field(), settings.draws(), own, cancellation);
                    result = Optional.of(result(simulated, forecast, own.fold("ranks")));
                } catch (IllegalArgumentException e) {
                    failure = Optional.of(e.getMessage());
                }
            }
            log.append(new StudyLine(field, method.title(), stationary, data.gauges(), result, failure));
        }
        return field;
    }

    /** Returns a log-uniform number. */
    private int gauges(RandomKey key) {
        double u = key.stream().nextDouble();
        double low = Math.log(settings.fewest());
        return (int) Math.round(Math.exp(low + u * (Math.log(settings.most()) - low)));
    }

    private static StudyLine.FieldResult result(SimulatedCase simulated, FieldForecast forecast, RandomKey key) {
        ForecastScores scores = simulated.scores(forecast);
        return new StudyLine.FieldResult(
                scores.rootMeanSquare(),
                scores.rankedProbability(),
                scores.energy(),
                scores.covered(0.5),
                scores.covered(0.9),
                simulated.tenths(forecast),
                Texture.of(forecast.draws(), simulated.truth()),
                ranks(simulated, forecast.covariances(), key));
    }

    /**
     * Returns the rank of two functions of the true covariance among those of the drawn ones, divided by the number of possible ranks:
     * simulation-based calibration. Equal values are ranked at random.
     */
    private static Map<String, Double> ranks(SimulatedCase simulated, List<FieldCovariance> drawn, RandomKey key) {
        Map<String, Double> ranks = new LinkedHashMap<>();
        if (drawn.size() >= RANKED && simulated.known().isPresent()) {
            FieldCovariance truth = simulated.known().orElseThrow().covariance();
            ranks.put("variance", rank(truth, drawn, c -> c.variance(0, 0), key.fold("variance")));
            ranks.put(
                    "correlation",
                    rank(truth, drawn, c -> c.between(0, 0, DISTANCE, 0) / c.variance(0, 0), key.fold("correlation")));
        }
        return ranks;
    }

    private static double rank(
            FieldCovariance truth,
            List<FieldCovariance> drawn,
            ToDoubleFunction<FieldCovariance> value,
            RandomKey key) {
        double actual = value.applyAsDouble(truth);
        double[] each = IntStream.range(0, RANKED)
                .mapToDouble(k -> value.applyAsDouble(drawn.get(k * drawn.size() / RANKED)))
                .toArray();
        long less = Arrays.stream(each).filter(v -> v < actual).count();
        long equal = Arrays.stream(each).filter(v -> v == actual).count();
        return (less + (equal + 1) * key.stream().nextDouble()) / (RANKED + 1);
    }
}
