package org.pushforward.conformance.lifecycle;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Subnormals;
import org.pushforward.optim.Adam;
import org.pushforward.optim.LearningRate;
import org.pushforward.optim.Lion;
import org.pushforward.optim.Optimizer;
import org.pushforward.optim.Sgd;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/** The moments of parameters that no longer get a gradient. */
public final class DecayCases {
    private static final Rule RULE = Rule.required(
            "STATE-NORMAL",
            "A float32 moment that only decays does not stay subnormal, because processors compute with subnormal numbers ten times"
                    + " more slowly.");

    private static final int COEFFICIENTS = 5;

    /** An optimizer, and what the names of its checks end with. */
    private record NamedOptimizer(String suffix, Optimizer optimizer) {}

    private static final List<NamedOptimizer> DECAYS = List.of(
            new NamedOptimizer("", Adam.withRate(1e-3)),
            new NamedOptimizer(", Lion", Lion.withRate(1e-3)),
            new NamedOptimizer(", momentum", new Sgd(LearningRate.constant(1e-3), 0.9)));

    private DecayCases() {}

    /** Returns the checks of decaying moments. */
    public static List<Check> all() {
        // The longest vector is worth several threads.
        List<Integer> sizes = List.of(161, 10_007, 200_003);
        return DECAYS.stream()
                .flatMap(decay -> sizes.stream()
                        .map(size -> Check.of(
                                RULE,
                                size + " parameters" + decay.suffix(),
                                backend -> check(backend, size, decay.optimizer()))))
                .toList();
    }

    private static void check(BackendUnderTest backend, int size, Optimizer optimizer) {
        TensorType type = TensorType.f32(size);
        Tensor gradient = Tensor.input("gradient", type);
        Tensor coefficients = Tensor.input("coefficients", TensorType.f32(COEFFICIENTS));
        List<Tensor> scalars = AdamStates.scalars(coefficients).subList(0, optimizer.coefficients(1, 1).length);
        Tensor vector = Tensor.input("vector", type);
        List<Tensor> moments = moments(optimizer).stream()
                .map(name -> Tensor.input(name, type))
                .toList();
        Optimizer.Update update = optimizer.update(vector, gradient, moments, scalars);
        Graph.Builder graph = Graph.builder()
                .inputs(gradient, coefficients)
                .output("guarded", coefficients.add(Subnormals.GUARD).sub(Subnormals.GUARD))
                .state(vector, update.parameters());
        for (int i = 0; i < moments.size(); i++) {
            graph.state(moments.get(i), update.slots().get(i));
        }
        Graph program = graph.build();
        backend.require(program);
        try (Executable given = backend.compile(program);
                Backend single = backend.withThreads(1);
                Executable alone = single.compile(program)) {
            check(given, gradient, optimizer);
            check(alone, gradient, optimizer);
        }
    }

    private static List<String> moments(Optimizer optimizer) {
        return List.of("first", "second").subList(0, optimizer.slots());
    }

    private static void check(Executable executable, Tensor gradient, Optimizer optimizer) {
        if (isWide(executable, gradient)) {
            return;
        }
        float[] values = new float[gradient.shape().size()];
        for (int i = 0; i < values.length; i++) {
            // From 1 down to less than the smallest subnormal number, with both signs.
            values[i] = (float) Math.scalb(i % 2 == 0 ? 1.0 : -1.0, -i % 160);
        }
        HostArray first = HostArray.wrap(gradient.shape(), values);
        executable.write("vector", first);
        for (String moment : moments(optimizer)) {
            boolean squared = moment.equals("second");
            executable.write(moment, squared ? HostArray.wrap(gradient.shape(), squares(values)) : first);
        }
        Map<String, HostArray> inputs = new LinkedHashMap<>();
        inputs.put("gradient", HostArray.zeros(gradient.type()));
        for (int run = 0; run < 2 * Subnormals.PERIOD; run++) {
            inputs.put("coefficients", TestOperands.vector(gradient.dtype(), numbers(optimizer, run)));
            executable.run(inputs);
        }
        for (String moment : moments(optimizer)) {
            HostArray left = executable.read(moment);
            for (int i = 0; i < left.size(); i++) {
                double size = Math.abs(left.get(i));
                if (size > 0 && size < Float.MIN_NORMAL) {
                    throw new AssertionError("the moment " + moment + ": element " + i + " is the subnormal number "
                            + left.get(i) + " after "
                            + 2 * Subnormals.PERIOD
                            + " updates without a gradient: expected 0 or a magnitude of at least 2^-126, as with"
                            + " Subnormals.GUARD");
                }
            }
        }
    }

    /** Returns whether an engine computes in a wider type than float32, in which these numbers are normal, and only stores float32. */
    private static boolean isWide(Executable executable, Tensor gradient) {
        HostArray zeros = HostArray.zeros(gradient.type());
        executable.graph().states().forEach(state -> executable.write(state.name(), zeros));
        double[] numbers = {0, 0, 0, Float.MIN_NORMAL, 0};
        Map<String, HostArray> inputs =
                Map.of("gradient", zeros, "coefficients", TestOperands.vector(gradient.dtype(), numbers));
        return executable.run(inputs).get("guarded").get(3) != 0;
    }

    private static double[] numbers(Optimizer optimizer, int run) {
        return Arrays.copyOf(optimizer.coefficients(run, run + 1), COEFFICIENTS);
    }

    private static float[] squares(float[] values) {
        float[] squares = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            squares[i] = values[i] * values[i];
        }
        return squares;
    }
}
