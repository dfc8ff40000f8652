package org.pushforward.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.Agreement.Quantity;
import org.pushforward.metrics.SlicedWasserstein;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Cancellation;
import org.pushforward.train.TrainingGraph;
import org.pushforward.zoo.Sampler;
import org.pushforward.zoo.SamplingLoop;

/**
 * Holds an engine against the oracle on every kind of model of the zoo: from the same parameters and key, the loss, the
 * gradient of every parameter, a step of the optimiser, ten steps of the sampler, and the score of what it gives.
 */
public final class ModelAgreement {
    private static final int BATCH = 32;
    private static final int DIRECTIONS = 16;

    private ModelAgreement() {}

    /** Returns the names of the kinds of model that are compared. */
    public static List<String> models() {
        return ModelCase.all().stream().map(ModelCase::name).toList();
    }

    /**
     * Compares one kind of model.
     *
     * @param backend the backend that is held against the oracle
     * @param model a name of {@link #models}
     */
    public static List<Agreement> of(Backend backend, String model) {
        ModelCase found = ModelCase.all().stream()
                .filter(candidate -> candidate.name().equals(model))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model " + model + "; there are " + models()));
        try (Backend oracle = Backends.open(ReferenceBackendProvider.NAME)) {
            List<Agreement> agreements = new ArrayList<>();
            agreements.addAll(iteration(found, backend, oracle));
            agreements.addAll(samples(found, backend, oracle));
            return agreements;
        }
    }

    private static List<Agreement> iteration(ModelCase model, Backend backend, Backend oracle) {
        TrainingGraph graph = TrainingGraph.withGradients(model.model(), model.optimizers(), model.data(), BATCH);
        Map<String, HostArray> actual = run(graph, model, backend);
        Map<String, HostArray> expected = run(graph, model, oracle);
        return Stream.of(Quantity.LOSS, Quantity.GRADIENT, Quantity.STEP)
                .map(quantity -> Agreement.of(model.name(), quantity, largestError(quantity, actual, expected)))
                .toList();
    }

    /** Returns the outputs of one iteration and, after it, the states. */
    private static Map<String, HostArray> run(TrainingGraph graph, ModelCase model, Backend backend) {
        try (Executable executable = backend.compile(graph.graph())) {
            graph.initialStates(model.parameters()).forEach(executable::write);
            Map<String, HostArray> values =
                    new LinkedHashMap<>(executable.run(graph.inputs(ModelCase.KEY.fold("iterations"), 0)));
            values.keySet().stream().toList().forEach(name -> values.put(quantityOf(name) + name, values.remove(name)));
            graph.graph()
                    .states()
                    .forEach(state -> values.put(Quantity.STEP + state.name(), executable.read(state.name())));
            return values;
        }
    }

    private static Quantity quantityOf(String output) {
        return output.endsWith(".gradient") ? Quantity.GRADIENT : Quantity.LOSS;
    }

    private static double largestError(
            Quantity quantity, Map<String, HostArray> actual, Map<String, HostArray> expected) {
        return expected.keySet().stream()
                .filter(name -> name.startsWith(quantity.name()))
                .mapToDouble(name -> Agreement.relativeError(actual.get(name), expected.get(name)))
                .max()
                .orElseThrow();
    }

    private static List<Agreement> samples(ModelCase model, Backend backend, Backend oracle) {
        HostArray actual = draw(model, backend);
        HostArray expected = draw(model, oracle);
        double score = score(model, backend, actual);
        double expectedScore = score(model, oracle, expected);
        return List.of(
                Agreement.of(model.name(), Quantity.SAMPLES, Agreement.relativeError(actual, expected)),
                Agreement.of(model.name(), Quantity.SCORE, Math.abs(score - expectedScore) / expectedScore));
    }

    private static HostArray draw(ModelCase model, Backend backend) {
        Sampler sampler = model.model().sampler();
        Map<String, HostArray> context = new LinkedHashMap<>();
        RandomKey key = ModelCase.KEY.fold("context");
        sampler.context()
                .forEach((name, shape) ->
                        context.put(name, mask(key.fold(name).uniform(Shape.of(BATCH, shape.dim(0))))));
        try (SamplingLoop loop = SamplingLoop.compile(
                backend, sampler, model.model().parameters(), model.parameters(), BATCH, new Cancellation())) {
            return loop.draw(ModelCase.KEY.fold("samples"), BATCH, context);
        }
    }

    /** Zeros and ones, which are a mask and will do for observed values as well. */
    private static HostArray mask(HostArray uniform) {
        float[] values = uniform.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] < 0.3f ? 1 : 0;
        }
        return HostArray.wrap(uniform.shape(), values);
    }

    private static double score(ModelCase model, Backend backend, HostArray samples) {
        HostArray data = model.data().draw(ModelCase.KEY.fold("held out"), BATCH);
        return new SlicedWasserstein(backend, 2)
                .distance(samples.cast(DType.F32), data, DIRECTIONS, ModelCase.KEY.fold("directions"))
                .sliced();
    }
}
