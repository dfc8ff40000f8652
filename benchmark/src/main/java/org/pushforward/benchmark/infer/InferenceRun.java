package org.pushforward.benchmark.infer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.heldout.GaugeFolds;
import org.pushforward.benchmark.infer.method.FieldForecast;
import org.pushforward.benchmark.infer.method.FieldMethods;
import org.pushforward.benchmark.infer.method.FieldPosterior;
import org.pushforward.benchmark.report.inference.HeldOutComparison;
import org.pushforward.benchmark.report.inference.HeldOutScores;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.random.RandomKey;

/**
 * Runs the methods of an inference one after another. An engine is opened only if a method has a learned prior. Not safe for use by several
 * threads.
 */
public final class InferenceRun implements AutoCloseable {
    /** The scores of fewer gauges say nothing. */
    private static final int FEWEST = 10;

    private final PreparedInference prepared;
    private final Function<MethodSettings, FieldPosterior> methods;
    private final Runnable closing;

    /** Creates a run. */
    public InferenceRun(PreparedInference prepared, BackendSource backends) {
        this(
                prepared,
                new FieldMethods(
                        prepared.settings().covariance(),
                        prepared.settings().model(),
                        prepared.settings().run(),
                        backends));
    }

    private InferenceRun(PreparedInference prepared, FieldMethods methods) {
        this(prepared, methods::of, methods::close);
    }

    /**
     * Creates a run of other methods.
     *
     * @param methods makes methods
     * @param closing releases what they need
     */
    InferenceRun(PreparedInference prepared, Function<MethodSettings, FieldPosterior> methods, Runnable closing) {
        this.prepared = prepared;
        this.methods = methods;
        this.closing = closing;
    }

    /**
     * What the methods predicted.
     *
     * @param forecasts the forecast of each method that was done, in the order of the settings
     * @param leftOut why a method does not apply, by name
     * @param failures why a method failed, by name
     * @param heldOut how methods predicted gauges that were left out, if the truth is not known
     * @param interrupted whether a stop was requested before all methods were done
     */
    public record InferenceOutcome(
            Map<MethodSettings, Timed> forecasts,
            Map<String, String> leftOut,
            Map<String, String> failures,
            Optional<HeldOutComparison> heldOut,
            boolean interrupted) {}

    /**
     * A forecast and how long it took.
     *
     * @param forecast the forecast
     * @param seconds the time
     */
    public record Timed(FieldForecast forecast, double seconds) {}

    /**
     * Runs the methods. If a stop is requested, the methods that were done until then remain.
     *
     * @param cancellation a request to stop
     * @param progress takes what is being done
     * @throws org.pushforward.backend.BackendException if a method needs an engine that does not exist; no method has run then
     */
    public InferenceOutcome run(Cancellation cancellation, Consumer<String> progress) {
        Map<MethodSettings, Timed> forecasts = new LinkedHashMap<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        Map<String, String> failures = new LinkedHashMap<>();
        Map<MethodSettings, FieldPosterior> fit = fit(leftOut, failures);
        boolean interrupted = false;
        for (Map.Entry<MethodSettings, FieldPosterior> entry : fit.entrySet()) {
            String title = entry.getKey().title();
            try {
                if (interrupted || cancellation.isRequested()) {
                    throw new CancellationException("stopped before " + title);
                }
                progress.accept(title);
                long start = System.nanoTime();
                RandomKey key = prepared.key().fold("methods").fold(title);
                FieldForecast forecast = entry.getValue()
                        .given(prepared.field(), prepared.settings().draws(), key, cancellation);
                forecasts.put(entry.getKey(), new Timed(forecast, (System.nanoTime() - start) * 1e-9));
            } catch (CancellationException e) {
                interrupted = true;
                leftOut.put(title, "the run was stopped before");
            } catch (OutOfMemoryError e) {
                // The arrays of this method have been released by now, so the others can go on.
                failures.put(title, MethodFailure.of(e));
            } catch (RuntimeException e) {
                failures.put(title, MethodFailure.of(e));
            }
        }
        Optional<HeldOutComparison> heldOut = Optional.empty();
        try {
            if (!interrupted) {
                heldOut = heldOut(fit, forecasts.keySet(), cancellation, progress);
            }
        } catch (CancellationException e) {
            interrupted = true;
        }
        return new InferenceOutcome(forecasts, leftOut, failures, heldOut, interrupted);
    }

    /** Compares the methods that were done, except slow ones, on gauges that are left out. */
    private Optional<HeldOutComparison> heldOut(
            Map<MethodSettings, FieldPosterior> fit,
            Set<MethodSettings> done,
            Cancellation cancellation,
            Consumer<String> progress) {
        int folds = prepared.settings().folds();
        if (folds == 0 || prepared.truth().isPresent() || prepared.gauges() < Math.max(folds, FEWEST)) {
            return Optional.empty();
        }
        GaugeFolds gauges = new GaugeFolds(
                prepared.field(),
                prepared.settings().scale().isEmpty(),
                folds,
                prepared.settings().draws(),
                prepared.key().fold("folds"));
        List<HeldOutScores> scores = new ArrayList<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        for (MethodSettings method : done) {
            String title = method.title();
            if (method instanceof MethodSettings.Guided) {
                leftOut.put(title, "guidance takes too long");
                continue;
            }
            progress.accept(title + " without some gauges");
            try {
                scores.add(gauges.scores(title, fit.get(method), cancellation));
            } catch (CancellationException e) {
                throw e;
            } catch (OutOfMemoryError e) {
                leftOut.put(title, MethodFailure.of(e));
            } catch (RuntimeException e) {
                leftOut.put(title, MethodFailure.of(e));
            }
        }
        return Optional.of(new HeldOutComparison(folds, scores, leftOut));
    }

    /** Returns the methods that apply. A learned prior is loaded here, so that a wrong one is found before the others take their time. */
    private Map<MethodSettings, FieldPosterior> fit(Map<String, String> leftOut, Map<String, String> failures) {
        Map<MethodSettings, FieldPosterior> fit = new LinkedHashMap<>();
        for (MethodSettings method : prepared.settings().methods()) {
            try {
                FieldPosterior posterior = methods.apply(method);
                posterior
                        .obstacle(prepared.field())
                        .ifPresentOrElse(why -> leftOut.put(method.title(), why), () -> fit.put(method, posterior));
            } catch (IllegalArgumentException e) {
                failures.put(method.title(), e.getMessage());
            }
        }
        return fit;
    }

    @Override
    public void close() {
        closing.run();
    }
}
