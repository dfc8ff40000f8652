package org.pushforward.conformance.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.backend.reference.ReferenceProvider;
import org.pushforward.conformance.check.Agreement;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.MeasuredError;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.Tf32Rounding;
import org.pushforward.data.Rows;
import org.pushforward.metrics.SlicedWasserstein;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.TrainingGraph;

/**
 * Every model family of the zoo on a backend and on the oracle, from the same parameters and key: one training iteration,
 * samples, and their scores.
 */
public final class ModelCases {
    private static final int BATCH = 32;
    private static final int DIRECTIONS = 16;

    /** The steps of the samplers of all models. */
    private static final int STEPS = 10;

    private final ModelCase model;

    private ModelCases(ModelCase model) {
        this.model = model;
    }

    /** Returns the checks of losses, gradients and optimizer steps. */
    public static List<Check> iterations() {
        List<Check> checks = new ArrayList<>();
        for (ModelCase model : ModelCase.all()) {
            Rule rule = rule(
                    "MODEL-",
                    model,
                    "The losses, gradients and states of one training iteration of " + model.name()
                            + ", from the same parameters and key, are the oracle's.");
            ModelCases cases = new ModelCases(model);
            for (Agreement quantity : List.of(Agreement.LOSS, Agreement.GRADIENT, Agreement.STEP)) {
                checks.add(Check.measured(
                        rule, quantity.name().toLowerCase(Locale.ROOT), backend -> cases.iteration(backend, quantity)));
            }
        }
        return checks;
    }

    /** Returns the checks of samples. */
    public static List<Check> samples() {
        return checks(
                "SAMPLE-",
                "The samples of %s, from the same parameters and key, are the oracle's.",
                cases -> cases::samplesAgree);
    }

    /** Returns the checks of the scores of samples. */
    public static List<Check> scores() {
        return checks(
                "SCORE-",
                "The sliced Wasserstein distance between samples of %s and its data is the oracle's.",
                cases -> cases::scoresAgree);
    }

    /** Returns a check for each model; the sentence of its rule has a place for the name of the model. */
    private static List<Check> checks(String prefix, String sentence, Function<ModelCases, Check.MeasuringTest> body) {
        return ModelCase.all().stream()
                .map(model -> Check.measured(
                        rule(prefix, model, sentence.formatted(model.name())), "", body.apply(new ModelCases(model))))
                .toList();
    }

    static Rule rule(String prefix, ModelCase model, String sentence) {
        return Rule.required(prefix + model.name().toUpperCase(Locale.ROOT), sentence);
    }

    /** Opens the oracle. */
    static Backend oracle() {
        return Backends.open(ReferenceProvider.NAME);
    }

    private MeasuredError iteration(BackendUnderTest backend, Agreement quantity) {
        TrainingGraph graph = TrainingGraph.withGradients(model.model(), model.optimizers(), model.data(), BATCH);
        backend.require(graph.graph());
        try (Backend oracle = oracle()) {
            ParameterErrors errors = new ParameterErrors(model.model().groups());
            Map<String, HostArray> actual = run(graph, backend.backend(), quantity);
            Map<String, HostArray> expected = run(graph, oracle, quantity);
            double more = Tf32Rounding.share(backend, graph.graph(), 1);
            return expected.keySet().stream()
                    .map(name -> errors.check(quantity, name, actual.get(name), expected.get(name), more))
                    .reduce(MeasuredError::and)
                    .orElseThrow();
        }
    }

    /** Runs one iteration and returns the outputs or the states, by name, that a quantity is about. */
    private Map<String, HostArray> run(TrainingGraph graph, Backend backend, Agreement quantity) {
        try (Executable executable = backend.compile(graph.graph())) {
            graph.initialStates(model.parameters()).forEach(executable::write);
            Map<String, HostArray> values = new LinkedHashMap<>();
            executable.run(graph.inputs(ModelCase.KEY.fold("iterations"), 0)).forEach((name, value) -> {
                if (quantityOf(name) == quantity) {
                    values.put(name, value);
                }
            });
            if (quantity == Agreement.STEP) {
                graph.graph().states().forEach(state -> values.put(state.name(), executable.read(state.name())));
            }
            return values;
        }
    }

    private static Agreement quantityOf(String output) {
        return output.endsWith(".gradient") ? Agreement.GRADIENT : Agreement.LOSS;
    }

    private MeasuredError samplesAgree(BackendUnderTest backend) {
        try (Backend oracle = oracle()) {
            return Agreement.SAMPLES.check(
                    "samples", Oracle.relativeError(draw(backend.backend()), draw(oracle)), ofSamples(backend));
        }
    }

    private MeasuredError scoresAgree(BackendUnderTest backend) {
        try (Backend oracle = oracle()) {
            double score = score(backend.backend(), draw(backend.backend()));
            double expected = score(oracle, draw(oracle));
            return Agreement.SCORE.check("score " + score, Math.abs(score - expected) / expected, ofSamples(backend));
        }
    }

    /** Returns what TF32 may add in ten steps, each of which takes the network and its derivative, as an iteration of training does. */
    private double ofSamples(BackendUnderTest backend) {
        return Tf32Rounding.share(
                backend,
                TrainingGraph.of(model.model(), model.optimizers(), model.data(), BATCH)
                        .graph(),
                STEPS);
    }

    private HostArray draw(Backend backend) {
        Sampler<?> sampler = model.sampler();
        Rows context = ModelCase.context(sampler.context(), BATCH, ModelCase.KEY.fold("context"));
        try (SamplingLoop<?> loop =
                SamplingLoop.of(backend, sampler, model.model().variables(), model.parameters(), Ladder.of(BATCH))) {
            return loop.draw(ModelCase.KEY.fold("samples"), BATCH, context);
        }
    }

    private double score(Backend backend, HostArray samples) {
        HostArray data =
                model.data().draw(ModelCase.KEY.fold("held out"), BATCH).x();
        return new SlicedWasserstein(backend, 2)
                .distance(rows(samples.cast(DType.F32)), rows(data), DIRECTIONS, ModelCase.KEY.fold("directions"))
                .sliced();
    }

    /** Returns each sample as a row. */
    private static HostArray rows(HostArray samples) {
        return samples.reshape(Shape.of(BATCH, samples.size() / BATCH));
    }
}
