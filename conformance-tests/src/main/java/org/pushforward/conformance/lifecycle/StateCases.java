package org.pushforward.conformance.lifecycle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.backend.Executable;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** The values that a backend keeps between runs. */
public final class StateCases {
    private static final TensorType NUMBER = TensorType.f32();
    private static final List<Shape> KEPT =
            List.of(Shape.scalar(), Shape.of(0), Shape.of(2, 0, 3), Shape.of(3, 2), Shape.of(1, 2, 1, 2, 1, 2, 1, 2));

    private StateCases() {}

    /** Returns the checks of states. */
    public static List<Check> all() {
        return List.of(
                Check.required(
                        "STATE-UPDATE", "A run replaces each state by its next value.", StateCases::aRunReplacesAState),
                Check.required(
                        "STATE-READ-OLD",
                        "A run reads every state as it was before the run.",
                        StateCases::aRunReadsStatesFromBeforeIt),
                Check.required(
                        "STATE-SWAP",
                        "States may exchange their values in one run.",
                        StateCases::statesMayChangePlaces),
                Check.required(
                        "STATE-UNCHANGED",
                        "A state that a run does not replace keeps its value.",
                        StateCases::aStateMayStay),
                Check.required(
                        "STATE-SOURCES",
                        "The next value of a state may be an input or a constant.",
                        StateCases::aStateMayBecomeAnInputOrAConstant),
                Check.required(
                        "STATE-SHARED",
                        "One node may be the next value of several states, which stay independent.",
                        StateCases::oneNodeMaySucceedTwoStates),
                Check.required(
                        "STATE-WRITE",
                        "A state may be written between runs; values that were read earlier do not change.",
                        StateCases::aStateMayBeWrittenBetweenRuns),
                Check.required(
                        "STATE-UNWRITTEN",
                        "A state that was never written can be neither read nor used by a run.",
                        StateCases::aStateMustBeWrittenFirst),
                Check.required(
                        "STATE-REFUSED",
                        "Writing a state of an unknown name or of the wrong type is refused.",
                        StateCases::wrongStatesAreRefused),
                Check.required(
                        "STATE-TYPES",
                        "A state may have any declared element type, any rank, and no elements.",
                        StateCases::everyTypeAndShapeCanBeKept),
                Check.required(
                        "STATE-OWN",
                        "Two executables of one graph do not share states.",
                        StateCases::executablesDoNotShareStates),
                Check.required(
                        "STATE-AGAIN",
                        "An executable of a graph that was compiled and closed before starts with unwritten states and runs as"
                                + " the first one did.",
                        StateCases::whatIsCompiledAgainBeginsAnew),
                Check.required(
                        "STATE-WANTED",
                        "A run that is asked for some outputs returns only those, in the graph's order and with the values of a"
                                + " full run, and replaces all states.",
                        StateCases::aRunGivesTheOutputsThatAreWanted),
                Check.required(
                        "STATE-REFUSED-RUN",
                        "A refused run leaves the states unchanged.",
                        StateCases::aRefusedRunLeavesStatesAlone));
    }

    private static void aRunReplacesAState(BackendUnderTest backend) {
        Tensor total = state("total");
        Tensor x = Tensor.input("x", NUMBER);
        Graph graph = Graph.builder().inputs(x).state(total, total.add(x)).build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("total", number(1));
            for (int i = 1; i <= 10; i++) {
                executable.run(Map.of("x", number(i)));
            }
            check(executable.read("total"), 56);
            check(executable.read("total"), 56);
        }
    }

    /** Three runs leave whatever a backend alternates between runs in the middle; the backend may then reuse the program. */
    private static void whatIsCompiledAgainBeginsAnew(BackendUnderTest backend) {
        for (int life = 1; life <= 3; life++) {
            Tensor product = state("product");
            Tensor x = Tensor.input("x", NUMBER);
            Graph graph = Graph.builder()
                    .inputs(x)
                    .state(product, product.mul(x))
                    .output("before", product)
                    .build();
            try (Executable executable = backend.compile(graph)) {
                refusedAsUnwritten("product", () -> executable.run(Map.of("x", number(2))));
            }
            try (Executable executable = backend.compile(graph)) {
                executable.write("product", number(life));
                for (int i = 0; i < 3; i++) {
                    check(executable.run(Map.of("x", number(2))).get("before"), life << i);
                }
                check(executable.read("product"), 8 * life);
            }
        }
    }

    private static void aRunReadsStatesFromBeforeIt(BackendUnderTest backend) {
        Tensor a = state("a");
        Graph graph = Graph.builder()
                .state(a, a.add(1))
                .output("before", a)
                .output("after", a.add(1))
                .output("twice", a.mul(2))
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("a", number(3));
            List<Map<String, HostArray>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                runs.add(executable.run(Map.of()));
            }
            for (int i = 0; i < 3; i++) {
                check(runs.get(i).get("before"), 3 + i);
                check(runs.get(i).get("after"), 4 + i);
                check(runs.get(i).get("twice"), 6 + 2 * i);
            }
        }
    }

    private static void statesMayChangePlaces(BackendUnderTest backend) {
        Tensor a = state("a");
        Tensor b = state("b");
        Tensor c = state("c");
        Graph graph = Graph.builder().state(a, b).state(b, a).state(c, a.sub(b)).build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("a", number(1));
            executable.write("b", number(5));
            executable.write("c", number(0));
            for (int i = 0; i < 3; i++) {
                executable.run(Map.of());
                check(executable.read("a"), i % 2 == 0 ? 5 : 1);
                check(executable.read("b"), i % 2 == 0 ? 1 : 5);
                check(executable.read("c"), i % 2 == 0 ? -4 : 4);
            }
        }
    }

    private static void aStateMayStay(BackendUnderTest backend) {
        Tensor weight = state("weight");
        Tensor x = Tensor.input("x", NUMBER);
        Tensor idle = state("idle");
        Graph graph = Graph.builder()
                .inputs(x)
                .constants(List.of(weight, idle))
                .output("y", x.mul(weight))
                .output("weight", weight)
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("weight", number(3));
            executable.write("idle", number(7));
            for (int i = 0; i < 3; i++) {
                Map<String, HostArray> outputs = executable.run(Map.of("x", number(i)));
                check(outputs.get("y"), 3 * i);
                check(outputs.get("weight"), 3);
            }
            check(executable.read("weight"), 3);
            check(executable.read("idle"), 7);
        }
    }

    private static void aStateMayBecomeAnInputOrAConstant(BackendUnderTest backend) {
        Tensor last = state("last");
        Tensor fixed = state("fixed");
        Tensor x = Tensor.input("x", NUMBER);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(last, x)
                .state(fixed, Tensor.scalar(DType.F32, 9))
                .output("previous", last)
                .output("sum", last.add(fixed))
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("last", number(1));
            executable.write("fixed", number(2));
            check(executable.run(Map.of("x", number(4))).get("sum"), 3);
            check(executable.run(Map.of("x", number(5))).get("sum"), 13);
            check(executable.run(Map.of("x", number(6))).get("previous"), 5);
            check(executable.read("last"), 6);
            check(executable.read("fixed"), 9);
        }
    }

    private static void oneNodeMaySucceedTwoStates(BackendUnderTest backend) {
        Tensor a = state("a");
        Tensor b = state("b");
        Tensor next = a.add(b);
        Graph graph = Graph.builder()
                .state(a, next)
                .state(b, next)
                .output("next", next)
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("a", number(1));
            executable.write("b", number(2));
            executable.run(Map.of());
            check(executable.run(Map.of()).get("next"), 6);
            executable.write("b", number(0));
            check(executable.read("a"), 6);
            check(executable.run(Map.of()).get("next"), 6);
        }
    }

    private static void aStateMayBeWrittenBetweenRuns(BackendUnderTest backend) {
        Tensor a = state("a");
        Graph graph = Graph.builder().state(a, a.mul(2)).build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("a", number(1));
            executable.run(Map.of());
            HostArray early = executable.read("a");
            executable.write("a", number(10));
            executable.write("a", number(20));
            executable.run(Map.of());
            check(executable.read("a"), 40);
            check(early, 2);
        }
    }

    private static void aStateMustBeWrittenFirst(BackendUnderTest backend) {
        Tensor a = state("a");
        Graph graph = Graph.builder().state(a, a.mul(2)).build();
        try (Executable executable = backend.compile(graph)) {
            refusedAsUnwritten("a", () -> executable.run(Map.of()));
            refusedAsUnwritten("a", () -> executable.read("a"));
        }
    }

    private static void refusedAsUnwritten(String state, Expect.Action action) {
        Expect.refusal("using the unwritten state " + state, IllegalStateException.class, action, state);
    }

    private static void wrongStatesAreRefused(BackendUnderTest backend) {
        Tensor a = state("a");
        try (Executable executable =
                backend.compile(Graph.builder().state(a, a.mul(2)).build())) {
            Expect.refusal(
                    "writing an unknown state",
                    IllegalArgumentException.class,
                    () -> executable.write("b", number(1)),
                    "b");
            Expect.refusal(
                    "writing a vector to a scalar state",
                    IllegalArgumentException.class,
                    () -> executable.write("a", HostArray.of(Shape.of(1), 1f)),
                    "f32[1]");
        }
    }

    private static void everyTypeAndShapeCanBeKept(BackendUnderTest backend) {
        RandomOperands random = new RandomOperands("states");
        Graph.Builder graph = Graph.builder();
        Map<String, HostArray> values = new HashMap<>();
        for (DType dtype :
                Arrays.stream(DType.values()).filter(backend::computesWith).toList()) {
            for (Shape shape : KEPT) {
                for (boolean changes : new boolean[] {false, true}) {
                    String name = (changes ? "changing " : "staying ") + dtype + shape;
                    HostArray value = random.whole(dtype, shape);
                    Tensor current = Tensor.input(name, value.type());
                    Tensor other = dtype == DType.BOOL ? current.not() : current.neg();
                    graph.state(current, changes ? other : current);
                    values.put(name, value);
                }
            }
        }
        Graph built = graph.build();
        try (Executable executable = backend.compile(built)) {
            values.forEach(executable::write);
            executable.run(Map.of());
            Map<String, HostArray> expected =
                    ReferenceInterpreter.evaluate(built, Map.of(), values).states();
            expected.forEach((name, value) ->
                    Expect.that(executable.read(name)).named(name).isCloseTo(value, Tolerance.exact()));
        }
    }

    private static void executablesDoNotShareStates(BackendUnderTest backend) {
        Tensor a = state("a");
        Graph graph = Graph.builder().state(a, a.add(1)).build();
        try (Executable one = backend.compile(graph);
                Executable two = backend.compile(graph)) {
            one.write("a", number(1));
            two.write("a", number(10));
            one.run(Map.of());
            one.run(Map.of());
            two.run(Map.of());
            check(one.read("a"), 3);
            check(two.read("a"), 11);
        }
    }

    /** Asks for every subset of the outputs in turn, and for all of them in between. */
    private static void aRunGivesTheOutputsThatAreWanted(BackendUnderTest backend) {
        Tensor total = state("total");
        Tensor x = Tensor.input("x", NUMBER);
        Tensor next = total.add(x);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(total, next)
                .output("next", next)
                .output("x", x)
                .output("before", total)
                .output("product", x.mul(total))
                .build();
        List<String> names = List.copyOf(graph.outputs().keySet());
        try (Executable executable = backend.compile(graph)) {
            double before = 1;
            executable.write("total", number(before));
            for (int subset = 0; subset < 2 << names.size(); subset++) {
                List<String> wanted = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    if (subset % 2 == 0 || (subset / 2 >> i) % 2 == 1) {
                        wanted.add(names.get(i));
                    }
                }
                double value = subset % 5 - 2;
                Map<String, HostArray> outputs = executable.run(Map.of("x", number(value)), Set.copyOf(wanted));
                Map<String, Double> expected =
                        Map.of("next", before + value, "x", value, "before", before, "product", value * before);
                Expect.equal("the names of the outputs", List.copyOf(outputs.keySet()), wanted);
                outputs.forEach((name, output) -> check(output, expected.get(name)));
                before += value;
                check(executable.read("total"), before);
            }
            Expect.refusal(
                    "asking for a state as an output",
                    IllegalArgumentException.class,
                    () -> executable.run(Map.of("x", number(2)), Set.of("next", "total")),
                    "[total]",
                    names.toString());
            check(executable.read("total"), before);
        }
    }

    private static void aRefusedRunLeavesStatesAlone(BackendUnderTest backend) {
        Tensor a = state("a");
        Tensor x = Tensor.input("x", NUMBER);
        try (Executable executable =
                backend.compile(Graph.builder().inputs(x).state(a, a.add(x)).build())) {
            executable.write("a", number(1));
            HostArray wrong = HostArray.of(Shape.of(2), 1f, 2f);
            Expect.refusal(
                    "an input of two elements",
                    IllegalArgumentException.class,
                    () -> executable.run(Map.of("x", wrong)),
                    "f32[2]");
            check(executable.read("a"), 1);
            executable.run(Map.of("x", number(2)));
            check(executable.read("a"), 3);
        }
    }

    private static Tensor state(String name) {
        return Tensor.input(name, NUMBER);
    }

    private static HostArray number(double value) {
        return HostArray.scalar(DType.F32, value);
    }

    private static void check(HostArray actual, double expected) {
        Expect.that(actual).isCloseTo(HostArray.scalar(DType.F64, expected), Tolerance.exact());
    }
}
