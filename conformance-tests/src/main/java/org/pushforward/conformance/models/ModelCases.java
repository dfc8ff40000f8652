package org.pushforward.conformance.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.backend.reference.ReferenceProvider;
import org.pushforward.conformance.check.Agreement;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Observed;
import org.pushforward.conformance.check.Rule;
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
 * Every kind of model of the zoo on a backend and on the oracle, from the same parameters and key: one iteration, samples,
 * and their score.
 */
public final class ModelCases {
    private static final int BATCH = 32;
    private static final int DIRECTIONS = 16;

    private final ModelCase model;

    private ModelCases(ModelCase model) {
        this.model = model;
    }

    /** Returns the checks of losses, gradients and steps of the optimiser. */
    public static List<Check> iterations() {
        List<Check> checks = new ArrayList<>();
        for (ModelCase model : ModelCase.all()) {
            Rule rule = rule(
                    "MODEL-",
                    model,
                    "From the same parameters and key, the losses, gradients and states after one iteration of "
                            + model.name() + " are the oracle's.");
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
        return ModelCase.all().stream()
                .map(model -> Check.measured(
                        rule(
                                "SAMPLE-",
                                model,
                                "From the same parameters and key, the samples of " + model.name()
                                        + " after ten steps, or the only one, are the oracle's."),
                        "",
                        new ModelCases(model)::samplesAgree))
                .toList();
    }

    /** Returns the checks of the scores of samples. */
    public static List<Check> scores() {
        return ModelCase.all().stream()
                .map(model -> Check.measured(
                        rule(
                                "SCORE-",
                                model,
                                "The sliced Wasserstein distance between samples of " + model.name()
                                        + " and its data is the oracle's."),
                        "",
                        new ModelCases(model)::scoresAgree))
                .toList();
    }

    static Rule rule(String prefix, ModelCase model, String sentence) {
        return Rule.required(prefix + model.name().toUpperCase(Locale.ROOT), sentence);
    }

    /** Opens the oracle. */
    static Backend oracle() {
        return Backends.open(ReferenceProvider.NAME);
    }

    private Observed iteration(BackendUnderTest backend, Agreement quantity) {
        TrainingGraph graph = TrainingGraph.withGradients(model.model(), model.optimizers(), model.data(), BATCH);
        backend.require(graph.graph());
        try (Backend oracle = oracle()) {
            Map<String, HostArray> actual = run(graph, backend.backend());
            Map<String, HostArray> expected = run(graph, oracle);
            return expected.keySet().stream()
                    .filter(name -> name.startsWith(quantity.name()))
                    .map(name -> quantity.check(name, Oracle.relativeError(actual.get(name), expected.get(name))))
                    .reduce(Observed::and)
                    .orElseThrow();
        }
    }

    /** Returns the outputs of one iteration and, after it, the states; each name begins with the quantity. */
    private Map<String, HostArray> run(TrainingGraph graph, Backend backend) {
        try (Executable executable = backend.compile(graph.graph())) {
            graph.initialStates(model.parameters()).forEach(executable::write);
            Map<String, HostArray> values = new LinkedHashMap<>();
            executable
                    .run(graph.inputs(ModelCase.KEY.fold("iterations"), 0))
                    .forEach((name, value) -> values.put(quantityOf(name) + " " + name, value));
            graph.graph()
                    .states()
                    .forEach(state -> values.put(Agreement.STEP + " " + state.name(), executable.read(state.name())));
            return values;
        }
    }

    private static Agreement quantityOf(String output) {
        return output.endsWith(".gradient") ? Agreement.GRADIENT : Agreement.LOSS;
    }

    private Observed samplesAgree(BackendUnderTest backend) {
        try (Backend oracle = oracle()) {
            return Agreement.SAMPLES.check("samples", Oracle.relativeError(draw(backend.backend()), draw(oracle)));
        }
    }

    private Observed scoresAgree(BackendUnderTest backend) {
        try (Backend oracle = oracle()) {
            double score = score(backend.backend(), draw(backend.backend()));
            double expected = score(oracle, draw(oracle));
            return Agreement.SCORE.check("score " + score, Math.abs(score - expected) / expected);
        }
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

    /** Each sample as a row. */
    private static HostArray rows(HostArray samples) {
        return samples.reshape(Shape.of(BATCH, samples.size() / BATCH));
    }
}
