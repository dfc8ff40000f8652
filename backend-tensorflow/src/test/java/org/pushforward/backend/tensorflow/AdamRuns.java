package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.optim.Adam;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Compares several runs of a graph that updates by Adam with what the interpreter does. */
final class AdamRuns {
    private static final int RUNS = 4;

    private AdamRuns() {}

    /** Checks outputs and states; the states named first and second are moments, and the input named numbers is of Adam's. */
    static void check(Backend backend, Adam adam, Graph graph) {
        Map<String, HostArray> states = new LinkedHashMap<>();
        try (Executable executable = backend.compile(graph)) {
            for (Graph.State state : graph.states()) {
                boolean moment = List.of("first", "second").contains(state.name());
                HostArray value = moment
                        ? HostArray.zeros(state.type())
                        : OracleAgreement.numbers(
                                DType.F32, state.type().shape().dims());
                states.put(state.name(), value);
                executable.write(state.name(), value);
                assertThat(executable.read(state.name())).isEqualTo(value);
            }
            for (int run = 1; run <= RUNS; run++) {
                HostArray numbers =
                        HostArray.of(Shape.of(5), adam.coefficients(run, run)).cast(DType.F32);
                Map<String, HostArray> outputs = executable.run(Map.of("numbers", numbers));
                ReferenceInterpreter.Evaluation expected =
                        ReferenceInterpreter.evaluate(graph, Map.of("numbers", numbers), states);
                states.putAll(expected.states());
                expected.outputs().forEach((name, value) -> close(name, outputs.get(name), value));
            }
            states.forEach((name, value) -> close(name, executable.read(name), value));
        }
    }

    private static void close(String what, HostArray actual, HostArray expected) {
        double largest = IntStream.range(0, expected.size())
                .mapToDouble(i -> Math.abs(expected.get(i)))
                .max()
                .orElseThrow();
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        for (int i = 0; i < expected.size(); i++) {
            // The kernel's 1 - beta2 is that of float32, wrong by 1.3e-5 of itself.
            assertThat(actual.get(i)).as(what + " " + i).isCloseTo(expected.get(i), Offset.offset(2e-5 * largest));
        }
    }
}
