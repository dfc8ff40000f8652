package org.pushforward.conformance.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.Rule;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Programs whose kernels may add in any order, or be chosen by the time that they take. */
final class DeterminismCases {
    private static final Rule RULE = Rule.required(
            "DET-SAME-BITS", "The same inputs give the same bits in every run and in every executable of a graph.");
    private static final int RUNS = 5;

    private DeterminismCases() {}

    static List<Check> all() {
        RandomOperands random = new RandomOperands("determinism");
        HostArray many = random.uniform(DType.F32, Shape.of(50_000), -1, 1);
        HostArray rows = random.uniform(DType.F32, Shape.of(4000, 8), -1, 1);
        List<Check> checks = new ArrayList<>();
        checks.add(Check.of(
                RULE,
                "products",
                backend -> check(
                        backend,
                        LifecycleCases.mixing(),
                        Map.of("x", random.uniform(DType.F32, Shape.of(64, 64), -1, 1)))));
        add(checks, "a sum", x -> List.of(x.get(0).sum()), many);
        add(checks, "sums of columns", x -> List.of(x.get(0).sum(0)), rows);
        add(checks, "sums up to each element", x -> List.of(then(new Scan.CumulativeSum(0, false, false), x)), many);
        add(checks, "scatter_add", x -> List.of(then(new Indexing.ScatterAdd(0, 7), x)), rows, positions(4000));
        add(
                checks,
                "scatter_add_along",
                x -> List.of(then(new Indexing.ScatterAddAlong(0, 7), x)),
                many,
                positions(50_000));
        add(
                checks,
                "a convolution and its gradients",
                DeterminismCases::convolution,
                random.uniform(DType.F32, Shape.of(8, 16, 12, 12), -1, 1),
                random.uniform(DType.F32, Shape.of(16, 16, 3, 3), -1, 1));
        return checks;
    }

    private static HostArray positions(int count) {
        return HostArray.wrap(
                Shape.of(count),
                IntStream.range(0, count).mapToLong(i -> i * 31L % 7).toArray());
    }

    private static Tensor then(Primitive primitive, List<Tensor> x) {
        return Tensor.of(primitive, x);
    }

    private static List<Tensor> convolution(List<Tensor> x) {
        Tensor y = x.get(0).conv2d(x.get(1), ConvolutionGeometry.square(1, 1, 1));
        List<Tensor> results = new ArrayList<>(Gradients.of(y.square().sum(), x));
        results.add(y);
        return results;
    }

    private static void add(
            List<Check> checks, String label, Function<List<Tensor>, List<Tensor>> program, HostArray... operands) {
        checks.add(Check.of(RULE, label, backend -> {
            Map<String, HostArray> values = new LinkedHashMap<>();
            List<Tensor> inputs = new ArrayList<>();
            for (HostArray operand : operands) {
                String name = "x" + inputs.size();
                inputs.add(Tensor.input(name, operand.type()));
                values.put(name, operand);
            }
            Graph.Builder graph = Graph.builder().inputs(inputs);
            List<Tensor> results = program.apply(inputs);
            IntStream.range(0, results.size()).forEach(i -> graph.output("y" + i, results.get(i)));
            check(backend, graph.build(), values);
        }));
    }

    private static void check(BackendUnderTest backend, Graph graph, Map<String, HostArray> values) {
        // A graph that is open is compiled anew.
        try (Executable executable = backend.compile(graph);
                Executable twin = backend.compile(graph)) {
            Map<String, HostArray> outputs = executable.run(values);
            for (int run = 2; run <= RUNS; run++) {
                Expect.equal("outputs of run " + run, executable.run(values), outputs);
            }
            Expect.equal("outputs of a second executable", twin.run(values), outputs);
        }
    }
}
