package org.pushforward.conformance.lifecycle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Subnormals;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/** The moments of parameters that no longer get a gradient. */
public final class DecayCases {
    private static final Rule RULE = Rule.required(
            "STATE-NORMAL",
            "A float32 moment that only decays does not stay subnormal, because processors compute with subnormal numbers ten times"
                    + " more slowly.");
    private static final Adam ADAM = Adam.withRate(1e-3);

    private DecayCases() {}

    /** Returns the checks of decaying moments. */
    public static List<Check> all() {
        // The longest vector is worth several threads.
        return Stream.of(161, 10_007, 200_003)
                .map(size -> Check.of(RULE, size + " parameters", backend -> check(backend, size)))
                .toList();
    }

    private static void check(BackendUnderTest backend, int size) {
        TensorType type = TensorType.f32(size);
        Tensor gradient = Tensor.input("gradient", type);
        Tensor coefficients = Tensor.input("coefficients", TensorType.f32(5));
        AdamStates states = new AdamStates("vector", type, ADAM);
        states.update(gradient, AdamStates.scalars(coefficients));
        Graph.Builder graph = Graph.builder()
                .inputs(gradient, coefficients)
                .output("guarded", coefficients.add(Subnormals.GUARD).sub(Subnormals.GUARD));
        states.addTo(graph);
        Graph program = graph.build();
        backend.require(program);
        try (Executable given = backend.compile(program);
                Backend single = backend.withThreads(1);
                Executable alone = single.compile(program)) {
            check(given, gradient);
            check(alone, gradient);
        }
    }

    private static void check(Executable executable, Tensor gradient) {
        if (isWide(executable, gradient)) {
            return;
        }
        float[] moments = new float[gradient.shape().size()];
        for (int i = 0; i < moments.length; i++) {
            // From 1 down to less than the smallest subnormal number, with both signs.
            moments[i] = (float) Math.scalb(i % 2 == 0 ? 1.0 : -1.0, -i % 160);
        }
        HostArray first = HostArray.wrap(gradient.shape(), moments);
        executable.write("vector", first);
        executable.write("vector.first", first);
        executable.write("vector.second", HostArray.wrap(gradient.shape(), squares(moments)));
        Map<String, HostArray> inputs = new LinkedHashMap<>();
        inputs.put("gradient", HostArray.zeros(gradient.type()));
        for (int run = 0; run < 2 * Subnormals.PERIOD; run++) {
            inputs.put("coefficients", TestOperands.vector(gradient.dtype(), ADAM.coefficients(run, run + 1)));
            executable.run(inputs);
        }
        for (String moment : List.of("vector.first", "vector.second")) {
            HostArray values = executable.read(moment);
            for (int i = 0; i < values.size(); i++) {
                double size = Math.abs(values.get(i));
                if (size > 0 && size < Float.MIN_NORMAL) {
                    throw new AssertionError(
                            moment + ": element " + i + " is the subnormal number " + values.get(i) + " after "
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

    private static float[] squares(float[] values) {
        float[] squares = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            squares[i] = values[i] * values[i];
        }
        return squares;
    }
}
