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
import org.pushforward.conformance.check.Deviation;
import org.pushforward.conformance.check.Observed;
import org.pushforward.conformance.check.TensorAssert;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Graph;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * Runs of a program with states, after each other, on a backend and on the oracle.
 *
 * <p>The states are written, replaced by some runs and read after each of these; then they are written anew, replaced by as
 * many runs and read once, so that no reading in between hides what a run leaves undone. All this is done with the threads
 * that the backend was opened with and, side by side, with one.
 *
 * @param graph the program
 * @param written the values that the states are written with, by name
 * @param inputs the inputs of a run by its number, from 0
 */
record StateRuns(Graph graph, Map<String, HostArray> written, IntFunction<Map<String, HostArray>> inputs) {
    /** The number of runs after each writing. */
    private static final int RUNS = 3;

    /**
     * Compares all outputs and states.
     *
     * <p>An element of a state is a sum of what was written and of what each run adds, so the tolerance is that of sums. It is
     * relative to the largest element: where the terms of an element cancel, they are as large as those of the others.
     *
     * @param terms the largest number of terms that a run adds to an element
     * @throws AssertionError if one is not the oracle's
     * @throws DeclaredGap if the backend lacks what the program needs
     */
    Observed compare(BackendUnderTest backend, int terms) {
        backend.require(graph);
        try (Executable given = backend.compile(graph);
                Backend single = backend.withThreads(1);
                Executable alone = single.compile(graph)) {
            return compare(List.of(given, alone), terms);
        }
    }

    private Observed compare(List<Executable> executables, int terms) {
        Observed measurement = Observed.NONE;
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
                measurement = measurement.and(measure(executable.run(given), expected.outputs(), sum, where));
                if (run < RUNS || run == 2 * RUNS - 1) {
                    measurement = measurement.and(measure(read(executable), states, sum, where));
                }
            }
        }
        return measurement;
    }

    private static Map<String, HostArray> read(Executable executable) {
        Map<String, HostArray> states = new LinkedHashMap<>();
        executable.graph().states().forEach(state -> states.put(state.name(), executable.read(state.name())));
        return states;
    }

    private static Observed measure(
            Map<String, HostArray> actual, Map<String, HostArray> expected, int terms, String where) {
        Observed measurement = Observed.NONE;
        for (String name : expected.keySet()) {
            HostArray value = expected.get(name);
            Tolerance tolerance = tolerance(value, terms);
            Deviation deviation = Deviation.between(actual.get(name), value, tolerance);
            if (deviation.bad() > 0) {
                TensorAssert.assertThat(actual.get(name)).as(name + where).isCloseTo(value, tolerance);
            }
            measurement = measurement.and(deviation.measurement());
        }
        return measurement;
    }

    private static Tolerance tolerance(HostArray expected, int terms) {
        double largest =
                Arrays.stream(expected.toDoubles()).map(Math::abs).max().orElse(0);
        return Tolerance.sum(terms, HostArray.full(new TensorType(DType.F64, expected.shape()), largest));
    }
}
