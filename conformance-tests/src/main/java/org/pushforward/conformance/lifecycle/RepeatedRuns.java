package org.pushforward.conformance.lifecycle;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.backend.reference.ReferenceInterpreter.Evaluation;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.DeclaredGap;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.check.MeasuredError;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Graph;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * A program with states that runs several times in a row on a backend and on the oracle.
 *
 * <p>The first round writes the states and reads them after every run. The second round writes them again and reads them
 * only after the last run, because a read in between could hide what a run leaves unfinished. Both rounds use the backend as
 * it was opened and, side by side, the backend with one thread.
 *
 * @param graph the program
 * @param written the values that the states are written with, by name
 * @param inputs gives the inputs of a run from its number, which starts at 0
 */
record RepeatedRuns(Graph graph, Map<String, HostArray> written, IntFunction<Map<String, HostArray>> inputs) {
    /** The number of runs in a round. */
    private static final int RUNS = 3;

    /**
     * Compares all outputs and states with the oracle's.
     *
     * <p>Each run adds some terms to an element of a state, so the tolerance is that of a sum. It is relative to the largest
     * element: where the terms of an element cancel, they are as large as those of the others.
     *
     * @param terms the largest number of terms that a run adds to an element
     * @throws AssertionError if a value is outside the tolerance
     * @throws DeclaredGap if the program needs something that the backend declares to be missing
     */
    MeasuredError compare(BackendUnderTest backend, int terms) {
        backend.require(graph);
        try (Executable given = backend.compile(graph);
                Backend single = backend.withThreads(1);
                Executable alone = single.compile(graph)) {
            return compare(List.of(given, alone), terms);
        }
    }

    private MeasuredError compare(List<Executable> executables, int terms) {
        MeasuredError measured = MeasuredError.NONE;
        Map<String, HostArray> states = written;
        for (int run = 0; run < 2 * RUNS; run++) {
            if (run % RUNS == 0) {
                states = written;
                executables.forEach(executable -> written.forEach(executable::write));
            }
            Map<String, HostArray> given = inputs.apply(run);
            Evaluation expected = ReferenceInterpreter.evaluate(graph, given, states);
            states = expected.states();
            int sum = 1 + terms * (run % RUNS + 1);
            for (int i = 0; i < executables.size(); i++) {
                Executable executable = executables.get(i);
                String where = " in run " + run + (i == 0 ? "" : ", with one thread");
                measured = measured.and(measure(executable.run(given), expected.outputs(), sum, where));
                if (run < RUNS || run == 2 * RUNS - 1) {
                    measured = measured.and(measure(read(executable), states, sum, where));
                }
            }
        }
        return measured;
    }

    private static Map<String, HostArray> read(Executable executable) {
        Map<String, HostArray> states = new LinkedHashMap<>();
        executable.graph().states().forEach(state -> states.put(state.name(), executable.read(state.name())));
        return states;
    }

    private static MeasuredError measure(
            Map<String, HostArray> actual, Map<String, HostArray> expected, int terms, String where) {
        return expected.keySet().stream()
                .map(name -> Expect.that(actual.get(name))
                        .named(name + where)
                        .isCloseTo(expected.get(name), tolerance(expected.get(name), terms)))
                .reduce(MeasuredError.NONE, MeasuredError::and);
    }

    private static Tolerance tolerance(HostArray expected, int terms) {
        double largest =
                Arrays.stream(expected.toDoubles()).map(Math::abs).max().orElse(0);
        return Tolerance.sum(terms, HostArray.full(new TensorType(DType.F64, expected.shape()), largest));
    }
}
