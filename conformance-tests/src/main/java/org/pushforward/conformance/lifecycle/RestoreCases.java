package org.pushforward.conformance.lifecycle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Subnormals;
import org.pushforward.optim.Adam;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/** States that are read after some runs and restored in another executable, as when training is resumed. */
public final class RestoreCases {
    private static final int SIZE = 161;
    private static final Adam ADAM = Adam.withRate(1e-3);
    private static final TensorType TYPE = TensorType.f32(SIZE);
    private static final int RUNS = Subnormals.PERIOD + Subnormals.PERIOD / 2;

    private RestoreCases() {}

    /** Returns the checks of states that are restored. */
    public static List<Check> all() {
        return List.of(Check.required(
                "STATE-RESTORE",
                "Runs from restored states give the bits of uninterrupted runs; anything that an engine does only once in many runs"
                        + " depends on the number of the run.",
                RestoreCases::runsGoOn));
    }

    private static void runsGoOn(BackendUnderTest backend) {
        Tensor gradient = Tensor.input("gradient", TYPE);
        Tensor coefficients = Tensor.input("coefficients", TensorType.f32(5));
        AdamStates states = new AdamStates("vector", TYPE, ADAM);
        states.update(gradient, AdamStates.scalars(coefficients));
        Graph.Builder graph = Graph.builder().inputs(gradient, coefficients);
        states.addTo(graph);
        Graph program = graph.build();
        backend.require(program);
        Map<String, HostArray> whole;
        try (Executable executable = backend.compile(program)) {
            executable.restore(beginning(), 0);
            run(executable, 0, RUNS);
            whole = read(executable);
        }
        // The first break is before, the second behind the point at which moments are kept from becoming subnormal.
        for (int stop : List.of(Subnormals.PERIOD / 2 + 1, Subnormals.PERIOD + 1)) {
            Map<String, HostArray> middle;
            try (Executable executable = backend.compile(program)) {
                executable.restore(beginning(), 0);
                run(executable, 0, stop);
                middle = read(executable);
            }
            try (Executable executable = backend.compile(program)) {
                executable.restore(middle, stop);
                run(executable, stop, RUNS);
                Map<String, HostArray> resumed = read(executable);
                whole.forEach((name, value) -> {
                    if (!value.equals(resumed.get(name))) {
                        throw new AssertionError("state '" + name + "' has other bits after " + RUNS
                                + " runs with a break after " + stop + " than without a break");
                    }
                });
            }
        }
    }

    /** Returns moments from 1 down to less than the smallest subnormal number, with both signs. */
    private static Map<String, HostArray> beginning() {
        float[] moments = new float[SIZE];
        float[] squares = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            moments[i] = (float) Math.scalb(i % 2 == 0 ? 1.1 : -1.1, -i % 160);
            squares[i] = moments[i] * moments[i];
        }
        HostArray first = HostArray.wrap(TYPE.shape(), moments);
        return Map.of("vector", first, "vector.first", first, "vector.second", HostArray.wrap(TYPE.shape(), squares));
    }

    private static void run(Executable executable, int from, int to) {
        Map<String, HostArray> inputs = new LinkedHashMap<>();
        inputs.put("gradient", HostArray.zeros(TYPE));
        for (int run = from; run < to; run++) {
            inputs.put("coefficients", TestOperands.vector(TYPE.dtype(), ADAM.coefficients(run + 1, run + 1)));
            executable.run(inputs);
        }
    }

    private static Map<String, HostArray> read(Executable executable) {
        Map<String, HostArray> states = new LinkedHashMap<>();
        executable.graph().states().forEach(state -> states.put(state.name(), executable.read(state.name())));
        return states;
    }
}
