package org.pushforward.benchmark.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.report.LossCurve;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.ModelResult.Ending;
import org.pushforward.benchmark.report.PosteriorResult;
import org.pushforward.benchmark.report.SamplerResult;
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
 * One model on one engine: trained, sampled, scored. Whatever was found before a failure or a cancellation is kept. Used by
 * one thread, once.
 */
final class Trial {
    /** How many losses of training the report keeps of each group. */
    private static final int KEPT_LOSSES = 400;
    /** How many samples the report keeps for pictures. */
    static final int PICTURED = 2000;

    private static final String ADVICE = "train for longer, lower the learning rate, or clip the gradient";

    private final EvaluationContext context;
    private final BuiltModel built;
    private final Backend backend;
    private final Cancellation cancellation;
    private Cancellation scoring;
    private final RandomKey key;

    private Optional<TrainingResult> training = Optional.empty();
    private OptionalDouble logLikelihood = OptionalDouble.empty();
    private final List<SamplerResult> samplers = new ArrayList<>();
    private Optional<PosteriorResult> posterior = Optional.empty();

    /**
     * What a trial found.
     *
     * @param result what the report shows
     * @param losses the loss of every iteration by name
     */
    record Outcome(ModelResult result, Map<String, double[]> losses) {}

    Trial(EvaluationContext context, BuiltModel built, Backend backend, Cancellation cancellation) {
        this.context = context;
        this.built = built;
        this.backend = backend;
        this.cancellation = cancellation;
        this.scoring = cancellation;
        this.key = context.keyOf(built.candidate());
    }

    Outcome run(RunListener listener, RunListener.Task task) {
        try (Trained<Model> trained = built.trainer(backend)
                .cancellation(cancellation)
                .listener((iteration, iterations, losses) -> listener.iterated(task, iteration, iterations))
                .fit(built.model(), built.training(), key.fold("training"))) {
            training = trained.training();
            TrainingResult.Ending ending = training.orElseThrow().ending();
            if (ending != TrainingResult.Ending.CANCELLED) {
                examine(trained, listener, task);
            } else if (training.orElseThrow().iterations() > 0) {
                // What was learned is scored; a second signal ends the program.
                scoring = new Cancellation();
                examine(trained, listener, task);
            }
            return outcome(ending(ending), Optional.empty());
        } catch (CancellationException e) {
            return outcome(Ending.CANCELLED, Optional.empty());
        } catch (TrainingException e) {
            e.result().ifPresent(result -> examineLastGood(result, listener, task, e));
            return outcome(Ending.FAILED, Optional.of(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // The arrays of this model are given up by now, so that the others can go on.
            return outcome(
                    Ending.FAILED,
                    Optional.of("ran out of memory (" + e.getMessage()
                            + "): make the model or its batch smaller, or give Java more heap (-Xmx)"));
        } catch (RuntimeException e) {
            return outcome(Ending.FAILED, Optional.of(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    /** Examines the last parameters that were finite, as far as that goes: they are often of little use. */
    private void examineLastGood(
            TrainingResult result, RunListener listener, RunListener.Task task, TrainingException failure) {
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

    private void examine(Trained<Model> trained, RunListener listener, RunListener.Task task) {
        built.samplers().forEach((name, sampler) -> {
            boolean onGauges = PosteriorTrial.serves(sampler);
            if (onGauges && posterior.isPresent()) {
                return; // The trial is of the usual sampler alone.
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
            logLikelihood = OptionalDouble.of(meanLogLikelihood(trained));
        }
    }

    private double meanLogLikelihood(Trained<Model> trained) {
        double sum = 0;
        for (double value : trained.logProb(context.test()).toDoubles()) {
            sum += value;
        }
        if (!Double.isFinite(sum)) {
            throw new IllegalStateException("log-densities of held-out rows hold NaN or infinity: " + ADVICE);
        }
        return sum / context.samples();
    }

    private SamplerResult sample(String name, Sampler<?> sampler, Trained<Model> trained) {
        int count = context.samples();
        Rows given = sampler.context().isEmpty() ? Rows.none() : context.test();
        long start = System.nanoTime();
        HostArray samples = trained.sample(key.fold("samples"), count, given, scoring);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        if (!samples.isFinite()) {
            throw new IllegalStateException("samples of " + name + " hold NaN or infinity: " + ADVICE);
        }
        HostArray vectors = EvaluationContext.vectors(samples);
        return new SamplerResult(
                name,
                count,
                time,
                context.score(backend, vectors),
                context.target().modes(vectors),
                vectors.rows(0, Math.min(count, PICTURED)));
    }

    private static Ending ending(TrainingResult.Ending ending) {
        return switch (ending) {
            case COMPLETED -> Ending.COMPLETED;
            case STOPPED_EARLY -> Ending.STOPPED_EARLY;
            case CANCELLED -> Ending.CANCELLED;
            case DEADLINE -> Ending.DEADLINE;
            case FAILED -> Ending.FAILED;
        };
    }

    private Outcome outcome(Ending ending, Optional<String> failure) {
        ModelResult result = new ModelResult(
                built.candidate().family(),
                built.candidate().title(),
                backend.name(),
                backend.options().device().toString(),
                backend.options().threads(),
                built.parameters(),
                training.map(TrainingResult::iterations).orElse(0L),
                training.map(TrainingResult::preparing).orElse(Duration.ZERO),
                training.map(TrainingResult::running).orElse(Duration.ZERO),
                ending,
                failure,
                training.map(this::curves).orElse(List.of()),
                logLikelihood,
                samplers,
                posterior);
        return new Outcome(result, training.map(TrainingResult::losses).orElse(Map.of()));
    }

    /** Returns the losses of training, then those on held-out rows. */
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
