package org.pushforward.benchmark.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.TrainingSettings;
import org.pushforward.benchmark.model.Contender;
import org.pushforward.benchmark.report.InfillingResult;
import org.pushforward.benchmark.report.LossCurve;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.ModelResult.Ending;
import org.pushforward.benchmark.report.SamplerResult;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.Cancellation;
import org.pushforward.model.ParameterGroup;
import org.pushforward.train.Trainer;
import org.pushforward.train.TrainingListener;
import org.pushforward.train.TrainingResult;
import org.pushforward.zoo.ModelFunction;
import org.pushforward.zoo.Sampler;
import org.pushforward.zoo.SamplingLoop;

/**
 * One model on one engine: trained, sampled, scored. Whatever was found before a failure or a cancellation is kept. Used by
 * one thread, once.
 */
final class Trial {
    /** How many samples are drawn at once; a sample does not depend on it. */
    private static final int BATCH = 2048;
    /** How many losses of training the report keeps of each group. */
    private static final int KEPT_LOSSES = 400;
    /** How many samples the report keeps for pictures. */
    static final int PICTURED = 2000;

    private final EvaluationContext arena;
    private final Candidate candidate;
    private final Contender contender;
    private final Backend backend;
    private final Cancellation cancellation;
    private final RandomKey key;

    private Optional<TrainingResult> trained = Optional.empty();
    private OptionalDouble logLikelihood = OptionalDouble.empty();
    private final List<SamplerResult> samplers = new ArrayList<>();
    private Optional<InfillingResult> infilling = Optional.empty();

    /**
     * What a trial found.
     *
     * @param result what the report shows
     * @param losses the loss of every iteration by name
     */
    record Outcome(ModelResult result, Map<String, double[]> losses) {}

    Trial(
            EvaluationContext arena,
            Candidate candidate,
            Contender contender,
            Backend backend,
            Cancellation cancellation) {
        this.arena = arena;
        this.candidate = candidate;
        this.contender = contender;
        this.backend = backend;
        this.cancellation = cancellation;
        this.key = arena.key().fold(candidate.label());
    }

    Outcome run(RunListener listener, RunListener.Task task) {
        try {
            TrainingResult result =
                    train((iteration, iterations, losses) -> listener.iterated(task, iteration, iterations));
            trained = Optional.of(result);
            if (result.ending() != TrainingResult.Ending.CANCELLED) {
                examine(result.parameters(), listener, task);
            }
            return outcome(ending(result.ending()), Optional.empty());
        } catch (CancellationException e) {
            return outcome(Ending.CANCELLED, Optional.empty());
        } catch (RuntimeException e) {
            return outcome(Ending.FAILED, Optional.of(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    private TrainingResult train(TrainingListener listener) {
        TrainingSettings settings = candidate.training();
        Trainer.Builder trainer = Trainer.on(backend)
                .iterations(settings.iterations())
                .batch(settings.batch())
                .cancellation(cancellation)
                .listener(listener);
        for (ParameterGroup group : contender.model().groups()) {
            trainer.optimizer(group.name(), settings.optimizer());
        }
        settings.average().ifPresent(trainer::average);
        settings.deadline().ifPresent(trainer::deadline);
        return trainer.build().train(contender.model(), arena.target().training(), key.fold("training"));
    }

    private void examine(ParameterValues parameters, RunListener listener, RunListener.Task task) {
        if (contender.logDensity().isPresent()) {
            logLikelihood = OptionalDouble.of(meanLogLikelihood(parameters));
        }
        contender.samplers().forEach((name, sampler) -> {
            listener.sampling(task, name);
            samplers.add(sample(name, sampler, parameters));
        });
        contender.infilling().ifPresent(trial -> {
            listener.sampling(task, "posterior");
            infilling = Optional.of(new InfillingTrial(arena, contender.model(), trial)
                    .run(backend, parameters, key.fold("infilling"), cancellation));
        });
    }

    private double meanLogLikelihood(ParameterValues parameters) {
        HostArray test = arena.test();
        try (ModelFunction density = ModelFunction.compile(
                backend,
                contender.model().parameters(),
                parameters,
                List.of(test.type()),
                in -> List.of(contender.logDensity().orElseThrow().apply(in.get(0))))) {
            double sum = 0;
            for (double value : density.apply(test).get(0).toDoubles()) {
                sum += value;
            }
            return sum / arena.samples();
        }
    }

    private SamplerResult sample(String name, Sampler sampler, ParameterValues parameters) {
        int count = arena.samples();
        long start = System.nanoTime();
        HostArray samples;
        try (SamplingLoop loop = SamplingLoop.compile(
                backend, sampler, contender.model().parameters(), parameters, Math.min(count, BATCH), cancellation)) {
            samples = loop.draw(key.fold("samples"), count);
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        if (!samples.isFinite()) {
            throw new IllegalStateException("samples of " + name + " hold NaN or infinity: train for longer, lower the"
                    + " learning rate, or clip the gradient");
        }
        return new SamplerResult(
                name,
                count,
                time,
                arena.score(backend, samples),
                arena.target().modes(samples),
                samples.rows(0, Math.min(count, PICTURED)));
    }

    private static Ending ending(TrainingResult.Ending ending) {
        return switch (ending) {
            case COMPLETED -> Ending.COMPLETED;
            case CANCELLED -> Ending.CANCELLED;
            case DEADLINE -> Ending.DEADLINE;
        };
    }

    private Outcome outcome(Ending ending, Optional<String> failure) {
        Map<String, double[]> losses = trained.map(TrainingResult::losses).orElse(Map.of());
        long parameters = contender.model().parameters().stream()
                .mapToLong(parameter -> parameter.tensor().shape().size())
                .sum();
        ModelResult result = new ModelResult(
                candidate.family(),
                candidate.title(),
                backend.name(),
                backend.options().device().toString(),
                backend.options().threads(),
                parameters,
                trained.map(TrainingResult::iterations).orElse(0L),
                trained.map(TrainingResult::preparing).orElse(Duration.ZERO),
                trained.map(TrainingResult::running).orElse(Duration.ZERO),
                ending,
                failure,
                losses.entrySet().stream()
                        .filter(entry -> entry.getValue().length > 0)
                        .map(entry -> LossCurve.thinned(entry.getKey(), entry.getValue(), KEPT_LOSSES))
                        .toList(),
                logLikelihood,
                samplers,
                infilling);
        return new Outcome(result, losses);
    }
}
