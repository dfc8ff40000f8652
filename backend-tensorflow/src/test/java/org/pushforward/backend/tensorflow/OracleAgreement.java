package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Compares the results of a backend with those of the interpreter. */
public final class OracleAgreement {
    private OracleAgreement() {}

    /** Returns distinct numbers in [-1, 1). */
    public static HostArray numbers(DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        SplittableRandom random = new SplittableRandom(shape.size());
        double[] values = IntStream.range(0, shape.size())
                .mapToDouble(i -> random.nextDouble() * 2 - 1)
                .toArray();
        return HostArray.wrap(shape, values).cast(dtype);
    }

    /** Checks every output of a program, relative to its largest element, and returns the outputs. */
    public static List<HostArray> check(
            Backend backend, Function<List<Tensor>, List<Tensor>> program, HostArray... operands) {
        List<Tensor> inputs = new ArrayList<>();
        Map<String, HostArray> given = new HashMap<>();
        for (HostArray operand : operands) {
            given.put("x" + inputs.size(), operand);
            inputs.add(Tensor.input("x" + inputs.size(), operand.type()));
        }
        Graph.Builder builder = Graph.builder().inputs(inputs);
        for (Tensor result : program.apply(inputs)) {
            builder.output("y" + given.size(), result);
            given.put("y" + given.size(), null);
        }
        given.values().removeIf(value -> value == null);
        Graph graph = builder.build();
        Map<String, HostArray> expected = ReferenceInterpreter.evaluate(graph, given);
        try (Executable executable = backend.compile(graph)) {
            Map<String, HostArray> actual = executable.run(given);
            expected.forEach((name, value) -> close(graph.outputs().get(name) + "", actual.get(name), value));
            return List.copyOf(actual.values());
        }
    }

    private static void close(String what, HostArray actual, HostArray expected) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double[] wanted = expected.toDoubles();
        double largest = IntStream.range(0, wanted.length)
                .mapToDouble(i -> Math.abs(wanted[i]))
                .max()
                .orElse(0);
        // The rounding error of float32 sums of up to a few hundred terms is smaller.
        double tolerance = largest * (actual.dtype() == DType.F64 ? 1e-14 : 2e-6);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(actual.get(i)).as(what + " element " + i).isCloseTo(wanted[i], Offset.offset(tolerance));
        }
    }
}
