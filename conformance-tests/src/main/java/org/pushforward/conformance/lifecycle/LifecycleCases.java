package org.pushforward.conformance.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Device;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.ConformanceRun;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.DeclaredGap;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** The life cycle of backends and executables: opening, running, closing, and refusals. */
public final class LifecycleCases {
    private static final TensorType PAIR = TensorType.f32(2);

    private static final Rule ELEMENT_TYPE = Rule.required(
            ConformanceRun.ELEMENT_TYPE, "Outputs and states come back in the element types that the graph states.");
    private static final Rule DEVICE = Rule.required(
            "LIFE-DEVICE", "An absent device is refused by name; no other device silently takes its place.");

    private LifecycleCases() {}

    /** Returns the checks of the life cycle. */
    public static List<Check> all() {
        List<Check> checks = new ArrayList<>(single());
        checks.addAll(DeterminismCases.all());
        for (DType dtype : DType.values()) {
            checks.add(Check.of(ELEMENT_TYPE, dtype.toString(), backend -> elementTypesStay(backend, dtype)));
        }
        return checks;
    }

    private static List<Check> single() {
        return List.of(
                Check.required(
                        "LIFE-DESCRIBE",
                        "A provider names its engine, and lists the device that was opened as usable.",
                        LifecycleCases::describesItself),
                Check.required(
                        "LIFE-CLOSE-TWICE",
                        "Closing an executable or a backend a second time does nothing, and another backend can be opened afterward.",
                        LifecycleCases::closingTwiceDoesNothing),
                Check.required(
                        "LIFE-USE-AFTER-CLOSE",
                        "A closed executable or backend refuses work by an exception that names the backend.",
                        LifecycleCases::useAfterCloseNamesTheBackend),
                Check.required(
                        "LIFE-CLOSE-ONE",
                        "Closing one executable or one backend leaves the others working.",
                        LifecycleCases::closingOneExecutableLeavesTheOthers),
                Check.required(
                        "LIFE-INPUTS",
                        "Inputs that are missing, unknown or of the wrong type are refused by name, and the next run is correct.",
                        LifecycleCases::wrongInputsAreRefused),
                Check.required(
                        "LIFE-UNUSED-INPUT",
                        "An input that no output needs is accepted.",
                        LifecycleCases::anInputThatNothingNeedsIsTaken),
                Check.required("LIFE-NO-INPUT", "A program may have no inputs.", LifecycleCases::aProgramNeedsNoInputs),
                Check.required(
                        "LIFE-ONE-NODE-TWICE",
                        "One node may be several outputs, and an input may be an output.",
                        LifecycleCases::oneNodeMayBeSeveralOutputs),
                Check.required(
                        "LIFE-OUTPUTS-STAY",
                        "A run changes neither its inputs nor the outputs of earlier runs.",
                        LifecycleCases::aRunLeavesEarlierOutputsAlone),
                absent(Device.gpu(0)),
                absent(Device.gpu(99)));
    }

    private static void describesItself(BackendUnderTest backend) {
        BackendDescription description = backend.provider().describe();
        Expect.equal("the name in the description", description.name(), backend.name());
        Expect.notBlank("the engine in the description", description.engine());
        Device opened = backend.backend().options().device();
        Expect.isTrue(
                opened + " is usable, as it was opened, among " + description.devices(), usable(description, opened));
    }

    private static boolean usable(BackendDescription description, Device device) {
        return description.devices().stream().anyMatch(report -> report.device().equals(device) && report.usable());
    }

    private static void elementTypesStay(BackendUnderTest backend, DType dtype) {
        TensorType type = PAIR.with(dtype);
        Tensor x = Tensor.input("x", type);
        Tensor state = Tensor.input("state", type);
        Graph graph = Graph.builder()
                .inputs(x)
                .state(state, x)
                .output("y", x.reverse(0))
                .build();
        try (Executable executable = backend.compile(graph)) {
            executable.write("state", HostArray.zeros(type));
            HostArray y = executable.run(Map.of("x", HostArray.full(type, 1))).get("y");
            Expect.equal("the type of the output", y.type(), type);
            Expect.equal("the type of the state", executable.read("state").type(), type);
        }
    }

    private static void closingTwiceDoesNothing(BackendUnderTest backend) {
        Backend own = backend.another();
        Executable executable = own.compile(doubling());
        executable.close();
        executable.close();
        own.compile(doubling());
        own.close();
        own.close();
        backend.another().close();
    }

    private static void useAfterCloseNamesTheBackend(BackendUnderTest backend) {
        Backend own = backend.another();
        Executable first = own.compile(doubling());
        Executable second = own.compile(doubling());
        first.close();
        refusedAsClosed("a run of a closed executable", backend, () -> first.run(pair(1, 2)));
        own.close();
        refusedAsClosed("a run on a closed backend", backend, () -> second.run(pair(1, 2)));
        refusedAsClosed("compiling on a closed backend", backend, () -> own.compile(doubling()));
    }

    private static void refusedAsClosed(String what, BackendUnderTest backend, Expect.Action action) {
        Expect.refusal(what, IllegalStateException.class, action, backend.name());
    }

    private static void closingOneExecutableLeavesTheOthers(BackendUnderTest backend) {
        try (Executable staying = backend.compile(doubling())) {
            backend.compile(doubling()).close();
            backend.another().close();
            check(staying.run(pair(1, 2)).get("y"), 2, 4);
        }
    }

    private static void wrongInputsAreRefused(BackendUnderTest backend) {
        try (Executable executable = backend.compile(doubling())) {
            refusedInputs("a run without inputs", executable, Map.of(), "x");
            refusedInputs("an unknown input", executable, Map.of("z", HostArray.zeros(PAIR)), "z");
            HostArray integers = HostArray.zeros(PAIR.with(DType.I32));
            refusedInputs("an input of integers", executable, Map.of("x", integers), "f32[2]", "i32[2]");
            HostArray longer = HostArray.zeros(PAIR.with(Shape.of(3)));
            refusedInputs("an input of three elements", executable, Map.of("x", longer), "f32[3]");
            check(executable.run(pair(1, 2)).get("y"), 2, 4);
        }
    }

    private static void refusedInputs(
            String what, Executable executable, Map<String, HostArray> inputs, String... parts) {
        Expect.refusal(what, IllegalArgumentException.class, () -> executable.run(inputs), parts);
    }

    private static void anInputThatNothingNeedsIsTaken(BackendUnderTest backend) {
        Tensor x = Tensor.input("x", PAIR);
        Tensor unused = Tensor.input("unused", TensorType.f32(3));
        Graph graph = Graph.builder().inputs(unused, x).output("y", x.add(x)).build();
        try (Executable executable = backend.compile(graph)) {
            Map<String, HostArray> inputs =
                    Map.of("x", HostArray.of(Shape.of(2), 1f, 2f), "unused", HostArray.zeros(unused.type()));
            check(executable.run(inputs).get("y"), 2, 4);
        }
    }

    private static void aProgramNeedsNoInputs(BackendUnderTest backend) {
        Tensor two = Tensor.constant(HostArray.of(Shape.of(2), 1f, 2f));
        try (Executable executable =
                backend.compile(Graph.builder().output("y", two).build())) {
            check(executable.run(Map.of()).get("y"), 1, 2);
        }
        try (Executable executable =
                backend.compile(Graph.builder().output("y", two.exp().log1p()).build())) {
            HostArray expected = HostArray.of(Shape.of(2), Math.log1p(Math.E), Math.log1p(Math.E * Math.E));
            Expect.that(executable.run(Map.of()).get("y")).isCloseTo(expected, Tolerance.ulps(8));
        }
    }

    private static void oneNodeMayBeSeveralOutputs(BackendUnderTest backend) {
        Tensor x = Tensor.input("x", PAIR);
        Tensor y = x.add(x);
        Graph graph = Graph.builder()
                .inputs(x)
                .output("a", y)
                .output("b", y)
                .output("c", x)
                .output("d", x)
                .build();
        try (Executable executable = backend.compile(graph)) {
            Map<String, HostArray> outputs = executable.run(pair(1, 2));
            Expect.equal("the names of the outputs", List.copyOf(outputs.keySet()), List.of("a", "b", "c", "d"));
            check(outputs.get("a"), 2, 4);
            check(outputs.get("b"), 2, 4);
            check(outputs.get("c"), 1, 2);
            check(outputs.get("d"), 1, 2);
        }
    }

    /** An engine that writes to the same memory in every run must copy before it hands outputs over. */
    private static void aRunLeavesEarlierOutputsAlone(BackendUnderTest backend) {
        try (Executable executable = backend.compile(doubling())) {
            Map<String, HostArray> input = pair(1, 2);
            List<HostArray> outputs = new ArrayList<>();
            outputs.add(executable.run(input).get("y"));
            for (int i = 0; i < 5; i++) {
                outputs.add(executable.run(pair(10 * i, -1)).get("y"));
            }
            check(outputs.get(0), 2, 4);
            check(outputs.get(2), 20, -2);
            check(input.get("x"), 1, 2);
        }
    }

    private static Check absent(Device device) {
        return Check.of(DEVICE, device.toString(), backend -> absentDevicesAreRefused(backend, device));
    }

    private static void absentDevicesAreRefused(BackendUnderTest backend, Device device) {
        if (usable(backend.provider().describe(), device)) {
            throw new DeclaredGap(device + " is present");
        }
        BackendOptions options = backend.backend().options().withDevice(device);
        Expect.refusal(
                "opening " + device,
                BackendException.class,
                () -> Backends.open(backend.name(), options).close(),
                device.toString(),
                backend.name());
    }

    static Graph doubling() {
        Tensor x = Tensor.input("x", PAIR);
        return Graph.builder().inputs(x).output("y", x.add(x)).build();
    }

    /** Returns products, sums and functions that are large enough for an engine to use several threads. */
    static Graph mixing() {
        Tensor x = Tensor.input("x", TensorType.f32(64, 64));
        Tensor y = x.matmul(x.tanh()).sub(x.exp());
        return Graph.builder()
                .inputs(x)
                .output("y", y)
                .output("sum", y.sum(0))
                .output("order", y.argSort(1))
                .build();
    }

    static Map<String, HostArray> pair(float first, float second) {
        return Map.of("x", HostArray.of(Shape.of(2), first, second));
    }

    private static void check(HostArray actual, double first, double second) {
        Expect.that(actual).isCloseTo(HostArray.of(Shape.of(2), first, second), Tolerance.exact());
    }
}
