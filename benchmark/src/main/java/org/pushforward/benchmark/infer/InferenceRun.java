package org.pushforward.benchmark.infer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.random.RandomKey;

/**
 * Runs the methods of an inference one after another. An engine is opened only if a method has a learned prior. Not safe for use by several
 * threads.
 */
public final class InferenceRun implements AutoCloseable {
    private final PreparedInference prepared;
    private final BackendSource backends;
    private Optional<Backend> backend = Optional.empty();
    private Optional<LearnedPrior> prior = Optional.empty();

    /** Creates a run. */
    public InferenceRun(PreparedInference prepared, BackendSource backends) {
        this.prepared = prepared;
        this.backends = backends;
    }

    /**
     * What the methods predicted.
     *
     * @param forecasts the forecast of each method that was done, in the order of the settings
     * @param leftOut why a method does not apply, by name
     * @param failures why a method failed, by name
     * @param interrupted whether a stop was requested before all methods were done
     */
    public record Outcome(
            Map<MethodSettings, Timed> forecasts,
            Map<String, String> leftOut,
            Map<String, String> failures,
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
     */
    public Outcome run(Cancellation cancellation, Consumer<String> progress) {
        Map<MethodSettings, Timed> forecasts = new LinkedHashMap<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        Map<String, String> failures = new LinkedHashMap<>();
        List<MethodSettings> methods = new ArrayList<>(prepared.settings().methods());
        boolean interrupted = false;
        for (MethodSettings method : methods) {
            if (interrupted || cancellation.isRequested()) {
                interrupted = true;
                leftOut.put(method.title(), "the run was stopped before");
                continue;
            }
            progress.accept(method.title());
            try {
                FieldPosterior posterior = posterior(method);
                Optional<String> obstacle = posterior.obstacle(prepared.field());
                if (obstacle.isPresent()) {
                    leftOut.put(method.title(), obstacle.get());
                    continue;
                }
                long start = System.nanoTime();
                RandomKey key = prepared.key().fold("methods").fold(method.title());
                FieldForecast forecast =
                        posterior.given(prepared.field(), prepared.settings().draws(), key, cancellation);
                forecasts.put(method, new Timed(forecast, (System.nanoTime() - start) * 1e-9));
            } catch (CancellationException e) {
                interrupted = true;
                leftOut.put(method.title(), "the run was stopped before");
            } catch (IllegalArgumentException e) {
                failures.put(method.title(), e.getMessage());
            }
        }
        return new Outcome(forecasts, leftOut, failures, interrupted);
    }

    private FieldPosterior posterior(MethodSettings method) {
        if (method instanceof MethodSettings.TrueKriging) {
            return new KnownKriging(method.title());
        }
        if (method instanceof MethodSettings.FittedKriging) {
            return new FittedKriging(method.title(), prepared.settings().covariance());
        }
        if (method instanceof MethodSettings.FullBayes chains) {
            return new FullBayes(chains, prepared.settings().covariance());
        }
        Supplier<LearnedPrior> learned = this::prior;
        return method instanceof MethodSettings.Amortized amortized
                ? new AmortizedPosterior(method.title(), learned, amortized.steps())
                : new GuidedPosterior(method.title(), learned, (MethodSettings.Guided) method);
    }

    private LearnedPrior prior() {
        if (prior.isEmpty()) {
            var run = prepared.settings().run();
            backend = Optional.of(backends.open(run.backend(), run.options()));
            prior = Optional.of(prepared.settings()
                    .model()
                    .map(folder -> LearnedPrior.of(
                            folder, TrainedRun.open(Path.of(folder)).load(backend.get(), false)))
                    .orElseGet(() -> LearnedPrior.shipped(backend.get())));
        }
        return prior.get();
    }

    @Override
    public void close() {
        prior.ifPresent(LearnedPrior::close);
        backend.ifPresent(Backend::close);
    }
}
