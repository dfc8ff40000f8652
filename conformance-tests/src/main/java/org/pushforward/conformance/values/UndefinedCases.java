package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Operands for which a primitive is undefined. They never end the process, and later runs are correct. */
public final class UndefinedCases {
    private static final Rule POSITIONS = Rule.required(
            "UNDEFINED-POSITIONS",
            "A computed position outside its axis is clamped to the axis, a constant one is refused when the graph is"
                    + " compiled, and the next run is correct.");
    private static final Rule ORDER = rule("ORDER", "Sorting or searching numbers with a NaN among them");
    private static final Rule CAST = rule("CAST", "Casting a number that is out of the range of an integer type");
    private static final Rule WORDS = rule("WORDS", "A key or a counter with a word of more than 32 bits");

    private static final HostArray VALUES = HostArray.of(Shape.of(3), 1f, 2f, 3f);
    private static final HostArray RIGHT = HostArray.of(Shape.of(3), 2L, 0L, 1L);

    private UndefinedCases() {}

    private static Rule rule(String name, String what) {
        return Rule.required(
                "UNDEFINED-" + name,
                what + " gives some value or is refused by an exception, and the next run is correct.");
    }

    /** Returns the checks of operands for which a result is undefined. */
    public static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        positions(checks);
        order(checks);
        HostArray large = TestOperands.vector(
                DType.F32, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30, -1e30, 2147483648.0);
        HostArray small = TestOperands.vector(DType.F32, 0, 1, -1, 2.5, -2.5, 100);
        for (DType dtype : List.of(DType.I32, DType.I64)) {
            add(checks, CAST, "to " + dtype, x -> x.get(0).cast(dtype), List.of(large), List.of(small));
        }
        HostArray key = HostArray.of(Shape.of(2), 1L, 2L);
        HostArray counter = HostArray.of(Shape.of(4), 1L, 2L, 3L, 4L);
        HostArray wrong = HostArray.of(Shape.of(4), -1L, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE);
        Function<List<Tensor>, Tensor> bits = x -> Tensor.of(new RandomBits(), x);
        add(checks, WORDS, "counter", bits, List.of(key, wrong), List.of(key, counter));
        HostArray wrongKey = HostArray.of(Shape.of(2), Long.MIN_VALUE, -1L);
        add(checks, WORDS, "key", bits, List.of(wrongKey, counter), List.of(key, counter));
        return checks;
    }

    private static void positions(List<Check> checks) {
        List<Primitive> choices = List.of(
                new Indexing.Gather(0),
                new Indexing.ScatterAdd(0, 3),
                new Indexing.TakeAlong(0),
                new Indexing.ScatterAddAlong(0, 3));
        for (Primitive each : choices) {
            for (long position : new long[] {-1, -4, 3, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE}) {
                HostArray outside = HostArray.of(Shape.of(3), 0L, position, 2L);
                String label = each.name() + " at " + position;
                checks.add(Check.of(POSITIONS, label, backend -> nearest(backend, each, outside)));
                checks.add(Check.of(
                        POSITIONS, label + ", known when compiled", backend -> refused(backend, each, outside)));
            }
        }
    }

    /** A maximum with the least number is computed, and changes nothing. */
    private static void nearest(BackendUnderTest backend, Primitive choice, HostArray outside) {
        HostArray least = HostArray.of(Shape.of(3), Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
        Function<List<Tensor>, Tensor> program =
                x -> Tensor.of(choice, List.of(x.get(0), x.get(1).max(x.get(2))));
        ConformanceCase clamped = trial(program, List.of(VALUES, outside, least));
        try (Executable executable = backend.compile(clamped.graph())) {
            clamped.measure(backend, List.of(run(executable, clamped)));
            ConformanceCase inside = trial(program, List.of(VALUES, RIGHT, least));
            inside.measure(backend, List.of(run(executable, inside)));
        }
    }

    private static void refused(BackendUnderTest backend, Primitive choice, HostArray outside) {
        ConformanceCase known =
                trial(x -> Tensor.of(choice, List.of(x.get(0), Tensor.constant(outside))), List.of(VALUES));
        backend.require(trial(x -> Tensor.of(choice, x), List.of(VALUES, RIGHT)).graph());
        String refusal = "(none)";
        try {
            backend.backend().compile(known.graph()).close();
        } catch (IllegalArgumentException refused) {
            refusal = refused.getMessage();
        }
        String position = String.valueOf(outside.longs().get(1));
        Expect.isTrue(
                "the refusal names " + choice.name() + " and the position: " + refusal,
                refusal.contains(choice.name()) && refusal.contains(position));
        ConformanceCase after = trial(x -> Tensor.of(choice, x), List.of(VALUES, RIGHT));
        after.measure(backend, after.run(backend));
    }

    private static void order(List<Check> checks) {
        // Long enough for an algorithm that assumes a total order to run past an end.
        double[] numbers = new RandomOperands("undefined order")
                .uniform(DType.F64, Shape.of(3000), -1, 1)
                .toDoubles();
        HostArray right = TestOperands.vector(DType.F32, numbers);
        for (int i = 0; i < numbers.length; i += 3) {
            numbers[i] = Double.NaN;
        }
        HostArray wrong = TestOperands.vector(DType.F32, numbers);
        add(checks, ORDER, "arg_sort", x -> x.get(0).argSort(0), List.of(wrong), List.of(right));
        add(checks, ORDER, "sort", x -> x.get(0).sort(0), List.of(wrong), List.of(right));
        add(checks, ORDER, "arg_max", x -> x.get(0).argMax(0), List.of(wrong), List.of(right));
        add(checks, ORDER, "reduce_max", x -> x.get(0).maxOver(0), List.of(wrong), List.of(right));
    }

    /** Adds the check of a program on operands for which it is undefined, and then on valid operands, if there are any. */
    private static void add(
            List<Check> checks,
            Rule rule,
            String label,
            Function<List<Tensor>, Tensor> program,
            List<HostArray> wrong,
            List<HostArray> right) {
        checks.add(Check.of(rule, label, backend -> {
            ConformanceCase undefined = trial(program, wrong);
            backend.require(undefined.graph());
            if (right.isEmpty()) {
                survive(undefined, () -> undefined.run(backend).get(0));
            } else {
                try (Executable executable = backend.compile(undefined.graph())) {
                    survive(undefined, () -> run(executable, undefined));
                    ConformanceCase defined = trial(program, right);
                    defined.measure(backend, List.of(run(executable, defined)));
                }
            }
            ConformanceCase after = trial(x -> x.get(0).add(x.get(0)), List.of(VALUES));
            after.measure(backend, after.run(backend));
        }));
    }

    private static ConformanceCase trial(Function<List<Tensor>, Tensor> program, List<HostArray> operands) {
        return new ConformanceCase(
                "UNDEFINED", Primitive.class, operands, x -> List.of(program.apply(x)), Tolerance.exact());
    }

    private static HostArray run(Executable executable, ConformanceCase each) {
        return executable.run(each.values("")).get("y0");
    }

    private static void survive(ConformanceCase undefined, Supplier<HostArray> run) {
        Shape shape = undefined.graph().outputs().get("y0").shape();
        try {
            Expect.equal("the shape of the result", run.get().shape(), shape);
        } catch (BackendException | IllegalArgumentException refused) {
            Expect.notBlank("the message of the refusal", refused.getMessage());
        }
    }
}
