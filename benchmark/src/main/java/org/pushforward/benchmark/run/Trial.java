package org.pushforward.benchmark.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.report.LogDensity;
import org.pushforward.benchmark.report.LossCurve;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.ModelResult.TrainingEnding;
import org.pushforward.benchmark.report.PosteriorResult;
import org.pushforward.benchmark.report.SamplerResult;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.data.Rows;
import org.pushforward.model.DensityModel;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.Trained;
import org.pushforward.train.TrainingException;
import org.pushforward.train.TrainingResult;

/**
 * Trains, samples, and scores one model on one engine. Results from before a failure or a cancellation are kept. Used once, by one
 * thread.
 */
final class Trial {
    /** The number of training losses of each group that the report keeps. */
    private static final int KEPT_LOSSES = 400;
    /** The number of samples that the report keeps for pictures. */
    static final int PICTURED = 2000;

    private static final String ADVICE = "train for longer, lower the learning rate, or clip the gradient";

    private final EvaluationContext context;
    private final BuiltModel built;
    private final Backend backend;
    private final String place;
    private final Cancellation cancellation;
    private final int number;
    private Cancellation scoring;
    private final RandomKey key;

    private Optional<TrainingResult> training = Optional.empty();
    private Optional<LogDensity> density = Optional.empty();
    private final List<SamplerResult> samplers = new ArrayList<>();
    private Optional<PosteriorResult> posterior = Optional.empty();

    /**
     * The results of a trial.
     *
     * @param result what the report shows
     * @param losses the loss of every iteration by name
     */
    record TrialOutcome(ModelResult result, Map<String, double[]> losses) {}

    /**
     * Makes a trial.
     *
     * @param backend the engine
     * @param place the devices that share the trials of the engine, and the precision
     * @param number the number of the training among those of the model, from 1
     */
    Trial(
            EvaluationContext context,
            BuiltModel built,
            Backend backend,
            String place,
            int number,
            Cancellation cancellation) {
        this.context = context;
        this.built = built;
        this.backend = backend;
        this.place = place;
        this.cancellation = cancellation;
        this.scoring = cancellation;
        this.number = number;
        this.key = context.keyOf(built.candidate()).fold("training " + number);
    }

    TrialOutcome run(RunListener listener, RunListener.TrainingTask task) {
        try (Trained<Model> trained = built.trainer(backend)
                .cancellation(cancellation)
                .listener((iteration, iterations, losses) -> listener.iterated(task, iteration, iterations))
                .fit(built.model(), built.training(), key.fold("training"))) {
            training = trained.training();
            TrainingResult.Ending ending = training.orElseThrow().ending();
            if (ending != TrainingResult.Ending.CANCELLED) {
                examine(trained, listener, task);
            } else if (training.orElseThrow().iterations() > 0) {
                // Scores the partly trained model; a second signal ends the program.
                scoring = new Cancellation();
                examine(trained, listener, task);
            }
            return outcome(ending(ending), Optional.empty());
        } catch (CancellationException e) {
            return outcome(TrainingEnding.CANCELLED, Optional.empty());
        } catch (TrainingException e) {
            e.result().ifPresent(result -> examineLastGood(result, listener, task, e));
            return outcome(TrainingEnding.FAILED, Optional.of(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // The arrays of this model have been released by now, so the other models can continue.
            return outcome(
                    TrainingEnding.FAILED,
                    Optional.of("ran out of memory (" + e.getMessage()
                            + "): make the model or its batch smaller, or give Java more heap (-Xmx)"));
        } catch (RuntimeException e) {
            return outcome(TrainingEnding.FAILED, Optional.of(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    /** Evaluates the last finite parameters as far as possible; they are often of little use. */
    private void examineLastGood(
            TrainingResult result, RunListener listener, RunListener.TrainingTask task, TrainingException failure) {
        training = Optional.of(result);
        if (result.iterations() == 0) {
            return;
        }
        try (Trained<Model> trained =
                Trained.of(backend, built.model(), result.parameters()).behind(built.preprocessing())) {
            examine(trained, listener, task);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void examine(Trained<Model> trained, RunListener listener, RunListener.TrainingTask task) {
        built.samplers().forEach((name, sampler) -> {
            boolean onGauges = PosteriorTrial.serves(sampler);
            if (onGauges && posterior.isPresent()) {
                return; // Only the default sampler goes through the posterior trial.
            }
            listener.sampling(task, name);
            try (Trained<Model> drawn = trained.sampler(model -> sampler)) {
                if (onGauges) {
                    posterior = Optional.of(new PosteriorTrial(context).run(drawn, key.fold("posterior"), scoring));
                } else {
                    samplers.add(sample(name, sampler, drawn));
                }
            }
        });
        if (built.model() instanceof DensityModel) {
            density = Optional.of(density(trained));
        }
    }

    private LogDensity density(Trained<Model> trained) {
        HostArray values = trained.logProb(context.examined());
        if (!values.isFinite()) {
            throw new IllegalStateException("log-densities of held-out rows contain NaN or infinity: " + ADVICE);
        }
        double[] byRow = values.toDoubles();
        return new LogDensity(context.byUnit(byRow), context.logDerivatives().map(change -> {
            double[] inUnits = new double[byRow.length];
            Arrays.setAll(inUnits, row -> byRow[row] + change[row]);
            return context.byUnit(inUnits);
        }));
    }

    private SamplerResult sample(String name, Sampler<?> sampler, Trained<Model> trained) {
        List<HostArray> sets = new ArrayList<>();
        List<Scores> scores = new ArrayList<>();
        long nanos = 0;
        for (int set = 0; set < context.settings().sets(); set++) {
            Rows heldOut = context.heldOut(number, set).first();
            Rows given = sampler.context().isEmpty() ? Rows.none() : heldOut;
            long start = System.nanoTime();
            HostArray samples = trained.sample(key.fold("samples").fold(set), heldOut.count(), given, scoring);
            nanos += System.nanoTime() - start;
            if (!samples.isFinite()) {
                throw new IllegalStateException("samples of " + name + " contain NaN or infinity: " + ADVICE);
            }
            HostArray vectors = EvaluationContext.vectors(samples);
            sets.add(vectors);
            scores.add(context.distances(backend, scoring).between(vectors, heldOut));
        }
        HostArray first = sets.get(0);
        int count = first.shape().dim(0);
        return new SamplerResult(
                name,
                count * sets.size(),
                Duration.ofNanos(nanos),
                scores,
                context.target().modes(first),
                first.rows(0, Math.min(count, PICTURED)));
    }

    private static TrainingEnding ending(TrainingResult.Ending ending) {
        return switch (ending) {
            case COMPLETED -> TrainingEnding.COMPLETED;
            case STOPPED_EARLY -> TrainingEnding.STOPPED_EARLY;
            case CANCELLED -> TrainingEnding.CANCELLED;
            case DEADLINE -> TrainingEnding.DEADLINE;
            case FAILED -> TrainingEnding.FAILED;
        };
    }

    private TrialOutcome outcome(TrainingEnding ending, Optional<String> failure) {
        ModelResult result = new ModelResult(
                built.candidate().family(),
                built.candidate().title(),
                backend.name(),
                place,
                backend.options().threads(),
                number,
                built.parameters(),
                training.map(TrainingResult::iterations).orElse(0L),
                training.map(TrainingResult::preparing).orElse(Duration.ZERO),
                training.map(TrainingResult::running).orElse(Duration.ZERO),
                ending,
                failure.map(this::located),
                training.map(this::curves).orElse(List.of()),
                density,
                samplers,
                posterior);
        return new TrialOutcome(result, training.map(TrainingResult::losses).orElse(Map.of()));
    }

    /** Returns a message that names the device, if several share the work. */
    private String located(String message) {
        return place.equals(backend.options().place())
                ? message
                : backend.options().device() + ": " + message;
    }

    /** Returns the training losses, followed by the validation losses. */
    private List<LossCurve> curves(TrainingResult result) {
        Stream<LossCurve> learned = result.losses().entrySet().stream()
                .map(entry -> LossCurve.thinned(entry.getKey(), entry.getValue(), 1, KEPT_LOSSES));
        Stream<LossCurve> judged = built.candidate().training().validation().stream()
                .flatMap(settings -> result.validation().entrySet().stream()
                        .map(entry -> LossCurve.thinned(
                                entry.getKey() + " on held-out rows",
                                entry.getValue(),
                                settings.every(),
                                KEPT_LOSSES)));
        return Stream.concat(learned, judged)
                .filter(curve -> curve.values().size() > 0)
                .toList();
    }
}
