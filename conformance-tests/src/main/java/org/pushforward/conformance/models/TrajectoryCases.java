package org.pushforward.conformance.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.check.Agreement;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.MeasuredError;
import org.pushforward.conformance.check.Tf32Rounding;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.Trainer;
import org.pushforward.train.TrainingGraph;
import org.pushforward.train.TrainingResult;

/**
 * The losses of training, iteration by iteration, on a backend and on the oracle.
 *
 * <p>Training is chaotic: two runs that differ by one rounding drift apart, so a fixed tolerance is either meaningless or met
 * by luck. The losses of the first ten iterations must agree within the tolerance. Later losses must agree as well or lie in
 * the <i>noise envelope</i>. For that, the oracle trains from {@value #PERTURBED} further initial values, in which each
 * parameter is moved by one unit in the last place of float32, up or down, or not at all. The envelope is twice as wide as
 * the range of their losses.
 */
public final class TrajectoryCases {
    private static final int PERTURBED = 16;
    private static final int STRICT = 10;
    private static final int BATCH = 32;

    private final ModelCase model;
    private final int iterations;

    private TrajectoryCases(ModelCase model, int iterations) {
        this.model = model;
        this.iterations = iterations;
    }

    /** Returns the checks of training trajectories. */
    public static List<Check> all(ConformanceSettings settings) {
        Stream<Check> trajectories = ModelCase.all().stream()
                .map(model -> Check.measured(
                        ModelCases.rule(
                                "TRAIN-",
                                model,
                                "The losses of the first ten iterations of training " + model.name()
                                        + " are the oracle's, and later losses lie in the noise envelope."),
                        "",
                        new TrajectoryCases(model, settings.thorough() ? 100 : 20)::follows));
        Check reproducible = Check.required(
                "TRAIN-REPRODUCIBLE",
                "The same key, procedure, engine and device give the same parameters, bit for bit.",
                TrajectoryCases::trainingIsReproducible);
        return Stream.concat(trajectories, Stream.of(reproducible)).toList();
    }

    private MeasuredError follows(BackendUnderTest backend) {
        TrainingGraph graph = TrainingGraph.withGradients(model.model(), model.optimizers(), model.data(), BATCH);
        backend.require(graph.graph());
        try (Backend oracle = ModelCases.oracle()) {
            Map<String, double[]> actual =
                    losses(backend.backend(), List.of(model.parameters())).get(0);
            Map<String, double[]> expected =
                    losses(oracle, List.of(model.parameters())).get(0);
            MeasuredError measured = MeasuredError.NONE;
            List<Map<String, double[]>> noise = List.of();
            for (int k = 0; k < iterations; k++) {
                for (String loss : expected.keySet()) {
                    double error = error(actual.get(loss)[k], expected.get(loss)[k]);
                    double more = Tf32Rounding.share(backend, graph.graph(), k + 1);
                    if (k < STRICT || error <= Agreement.TRAJECTORY.allowed() + more) {
                        measured = measured.and(
                                Agreement.TRAJECTORY.check("loss " + loss + " of iteration " + (k + 1), error, more));
                    } else {
                        noise = noise.isEmpty() ? losses(oracle, perturbed()) : noise;
                        checkInside(noise, loss, k, actual.get(loss)[k]);
                    }
                }
            }
            return noise.isEmpty()
                    ? measured
                    : measured.and(MeasuredError.note("later losses lie in the noise envelope"));
        }
    }

    private static double error(double actual, double expected) {
        return Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-2);
    }

    private static void checkInside(List<Map<String, double[]>> noise, String loss, int k, double actual) {
        double low = noise.stream().mapToDouble(run -> run.get(loss)[k]).min().orElseThrow();
        double high = noise.stream().mapToDouble(run -> run.get(loss)[k]).max().orElseThrow();
        double center = (low + high) / 2;
        // Not Math.abs(..) > ..: NaN must not pass.
        if (!(Math.abs(actual - center) <= high - low)) {
            throw new AssertionError("loss " + loss + " of iteration " + (k + 1) + " is " + actual
                    + ": expected it within " + (high - low) + " of " + center + ", the noise envelope of " + PERTURBED
                    + " runs");
        }
    }

    /** Returns the losses of every iteration, by name, from each of several initial values. */
    private List<Map<String, double[]>> losses(Backend backend, List<ParameterValues> initial) {
        TrainingGraph graph = TrainingGraph.withGradients(model.model(), model.optimizers(), model.data(), BATCH);
        List<Map<String, double[]>> runs = new ArrayList<>();
        try (Executable executable = backend.compile(graph.graph())) {
            for (ParameterValues start : initial) {
                Map<String, double[]> losses = new LinkedHashMap<>();
                graph.initialStates(start).forEach(executable::write);
                for (int k = 0; k < iterations; k++) {
                    int iteration = k;
                    executable
                            .run(graph.inputs(ModelCase.KEY.fold("trajectory"), k))
                            .forEach((name, value) -> {
                                if (value.size() == 1 && !name.endsWith(".gradient")) {
                                    losses.computeIfAbsent(name, loss -> new double[iterations])[iteration] =
                                            value.item();
                                }
                            });
                }
                runs.add(losses);
            }
        }
        return runs;
    }

    /** Returns copies of the parameters, each number moved up or down by one unit in the last place, or not at all. */
    private List<ParameterValues> perturbed() {
        List<ParameterValues> copies = new ArrayList<>();
        for (RandomKey key : ModelCase.KEY.fold("perturbed").split(PERTURBED)) {
            Map<String, HostArray> values = new LinkedHashMap<>();
            model.parameters().byPath().forEach((path, value) -> {
                UniformRandomProvider random = key.fold(path).stream();
                float[] numbers = value.toFloats();
                for (int i = 0; i < numbers.length; i++) {
                    int direction = random.nextInt(3) - 1;
                    numbers[i] += direction * Math.ulp(numbers[i]);
                }
                values.put(path, HostArray.wrap(value.shape(), numbers));
            });
            copies.add(new ParameterValues(values));
        }
        return copies;
    }

    private static void trainingIsReproducible(BackendUnderTest backend) {
        ModelCase model = ModelCase.all().get(0);
        if (!train(backend, model).lastParameters().equals(train(backend, model).lastParameters())) {
            throw new AssertionError("two trainings of " + model + " from one key gave different parameters");
        }
    }

    private static TrainingResult train(BackendUnderTest backend, ModelCase model) {
        return Trainer.on(backend.backend())
                .adam(1e-2)
                .iterations(20)
                .batch(64)
                .train(model.model(), model.data(), ModelCase.KEY);
    }
}
