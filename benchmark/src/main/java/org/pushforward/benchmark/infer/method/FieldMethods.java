package org.pushforward.benchmark.infer.method;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.trainrun.TrainedRun;

/**
 * Makes methods from their settings. They share one engine and one learned prior, which are opened when the first method needs them. Not
 * safe for use by several threads.
 */
public final class FieldMethods implements AutoCloseable {
    private final CovarianceSettings covariance;
    private final Optional<String> model;
    private final RunSettings run;
    private final BackendSource backends;
    private Optional<Backend> backend = Optional.empty();
    private Optional<LearnedPrior> prior = Optional.empty();

    /**
     * Creates methods.
     *
     * @param covariance the covariances that kriging and full Bayes consider
     * @param model the folder of a run with a learned prior, or empty for the one that this program contains
     * @param run the engine
     */
    public FieldMethods(
            CovarianceSettings covariance, Optional<String> model, RunSettings run, BackendSource backends) {
        this.covariance = covariance;
        this.model = model;
        this.run = run;
        this.backends = backends;
    }

    /** Returns a method. */
    public FieldPosterior of(MethodSettings method) {
        if (method instanceof MethodSettings.TrueKriging) {
            return new KnownKriging(method.title());
        }
        if (method instanceof MethodSettings.FittedKriging fitted) {
            return new FittedKrigingPosterior(
                    method.title(), fitted.anisotropic() ? covariance : covariance.isotropic());
        }
        if (method instanceof MethodSettings.FullBayes chains) {
            return new FullBayesPosterior(chains, covariance);
        }
        if (method instanceof MethodSettings.LocalBayes chains) {
            return new LocalBayesPosterior(chains);
        }
        Supplier<LearnedPrior> learned = this::prior;
        if (method instanceof MethodSettings.Twisted twisted) {
            return new TwistedPosterior(method.title(), learned, twisted);
        }
        return method instanceof MethodSettings.Amortized amortized
                ? new AmortizedPosterior(method.title(), learned, amortized)
                : new GuidedPosterior(method.title(), learned, (MethodSettings.Guided) method);
    }

    /** Returns the device of the learned prior. */
    public String device() {
        return run.device();
    }

    private LearnedPrior prior() {
        if (prior.isEmpty()) {
            Backend opened = backends.open(run.backend(), run.options());
            try {
                prior = Optional.of(model.map(folder -> LearnedPrior.of(
                                folder, TrainedRun.open(Path.of(folder)).load(opened, false)))
                        .orElseGet(() -> LearnedPrior.shipped(opened)));
                backend = Optional.of(opened);
            } finally {
                if (backend.isEmpty()) {
                    opened.close();
                }
            }
        }
        return prior.get();
    }

    @Override
    public void close() {
        try {
            prior.ifPresent(LearnedPrior::close);
        } finally {
            backend.ifPresent(Backend::close);
        }
    }
}
