package org.pushforward.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Device;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.ConformanceRun;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.DeclaredGap;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.Samples;
import org.pushforward.conformance.check.TensorAssert;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** What holds of a backend whatever it computes: opening, closing, threads, refusals. */
public final class LifecycleCases {
    private static final TensorType PAIR = TensorType.f32(2);

    private static final Rule ELEMENT_TYPE = Rule.required(
            ConformanceRun.ELEMENT_TYPE, "Outputs and states come back in the element type that the graph gives them.");
    private static final Rule DEVICE = Rule.required(
            "LIFE-DEVICE", "A device that is absent is refused by name; no other one takes its place in silence.");

    private LifecycleCases() {}

    /** Returns the checks of the life cycle. */
    public static List<Check> all() {
        List<Check> checks = new ArrayList<>(single());
        for (DType dtype : DType.values()) {
            checks.add(Check.of(ELEMENT_TYPE, dtype.toString(), backend -> elementTypesStay(backend, dtype)));
        }
        return checks;
    }

    private static List<Check> single() {
        return List.of(
                Check.required(
                        "LIFE-DESCRIBE",
                        "A provider names its engine and lists the device that can be opened as usable.",
                        LifecycleCases::describesItself),
                Check.required(
                        "LIFE-CLOSE-TWICE",
                        "Closing an executable or a backend twice does nothing, and another backend can be opened after.",
                        LifecycleCases::closingTwiceDoesNothing),
                Check.required(
                        "LIFE-USE-AFTER-CLOSE",
                        "What was closed refuses work and names the backend.",
                        LifecycleCases::useAfterCloseNamesTheBackend),
                Check.required(
                        "LIFE-CLOSE-ONE",
                        "Closing one executable, or one backend, leaves the others alone.",
                        LifecycleCases::closingOneExecutableLeavesTheOthers),
                Check.required(
                        "LIFE-INPUTS",
                        "Inputs that are missing, unknown or of another type are refused by name, and the next run is right.",
                        LifecycleCases::wrongInputsAreRefused),
                Check.required(
                        "LIFE-UNUSED-INPUT",
                        "An input that no output needs is taken.",
                        LifecycleCases::anInputThatNothingNeedsIsTaken),
                Check.required("LIFE-NO-INPUT", "A program needs no inputs.", LifecycleCases::aProgramNeedsNoInputs),
                Check.required(
                        "LIFE-ONE-NODE-TWICE",
                        "One node may be several outputs, and an input may be an output.",
                        LifecycleCases::oneNodeMayBeSeveralOutputs),
                Check.required(
                        "LIFE-OUTPUTS-STAY",
                        "A run leaves the outputs of earlier runs, and its inputs, as they were.",
                        LifecycleCases::aRunLeavesEarlierOutputsAlone),
                Check.required(
                        "DET-SAME-BITS",
                        "The same inputs give the same bits, in another run and in another executable.",
                        LifecycleCases::theSameInputsGiveTheSameBits),
                absent(Device.gpu(0)),
                absent(Device.gpu(99)));
    }

    private static void describesItself(BackendUnderTest backend) {
        BackendDescription description = backend.provider().describe();
        assertThat(description.name()).isEqualTo(backend.name());
        assertThat(description.engine()).isNotBlank();
        assertThat(description.devices())
                .as("devices, of which the one that was opened is usable")
                .anyMatch(report ->
                        report.device().equals(backend.backend().options().device()) && report.usable());
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
            assertThat(executable
                            .run(Map.of("x", HostArray.full(type, 1)))
                            .get("y")
                            .type())
                    .isEqualTo(type);
            assertThat(executable.read("state").type()).isEqualTo(type);
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
        assertThatThrownBy(() -> first.run(pair(1, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(backend.name());
        own.close();
        assertThatThrownBy(() -> second.run(pair(1, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(backend.name());
        assertThatThrownBy(() -> own.compile(doubling()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(backend.name());
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
            assertThatThrownBy(() -> executable.run(Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("x");
            assertThatThrownBy(() -> executable.run(Map.of("z", HostArray.zeros(PAIR))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("z");
            assertThatThrownBy(() -> executable.run(Map.of("x", HostArray.zeros(PAIR.with(DType.I32)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("f32[2]")
                    .hasMessageContaining("i32[2]");
            assertThatThrownBy(() -> executable.run(Map.of("x", HostArray.zeros(PAIR.with(Shape.of(3))))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("f32[3]");
            check(executable.run(pair(1, 2)).get("y"), 2, 4);
        }
    }

    private static void anInputThatNothingNeedsIsTaken(BackendUnderTest backend) {
        Tensor x = Tensor.input("x", PAIR);
        Tensor unused = Tensor.input("unused", TensorType.f32(3));
        Graph graph = Graph.builder().inputs(unused, x).output("y", x.add(x)).build();
        try (Executable executable = backend.compile(graph)) {
            HostArray other = HostArray.zeros(unused.type());
            check(
                    executable
                            .run(Map.of("x", HostArray.of(Shape.of(2), 1f, 2f), "unused", other))
                            .get("y"),
                    2,
                    4);
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
            TensorAssert.assertThat(executable.run(Map.of()).get("y"))
                    .isCloseTo(
                            HostArray.of(Shape.of(2), Math.log1p(Math.E), Math.log1p(Math.E * Math.E)),
                            Tolerance.ulps(8));
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
            assertThat(outputs.keySet()).containsExactly("a", "b", "c", "d");
            check(outputs.get("a"), 2, 4);
            check(outputs.get("b"), 2, 4);
            check(outputs.get("c"), 1, 2);
            check(outputs.get("d"), 1, 2);
        }
    }

    /** An engine that writes into the same memory at every run must copy before it gives it away. */
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

    private static void theSameInputsGiveTheSameBits(BackendUnderTest backend) {
        Samples samples = new Samples("determinism");
        Map<String, HostArray> values = Map.of("x", samples.uniform(DType.F32, Shape.of(64, 64), -1, 1));
        try (Executable executable = backend.compile(mixing());
                Executable twin = backend.compile(mixing())) {
            Map<String, HostArray> outputs = executable.run(values);
            assertThat(executable.run(values)).isEqualTo(outputs);
            assertThat(twin.run(values)).isEqualTo(outputs);
        }
    }

    private static Check absent(Device device) {
        return Check.of(DEVICE, device.toString(), backend -> absentDevicesAreRefused(backend, device));
    }

    private static void absentDevicesAreRefused(BackendUnderTest backend, Device device) {
        boolean present = backend.provider().describe().devices().stream()
                .anyMatch(report -> report.device().equals(device) && report.usable());
        if (present) {
            throw new DeclaredGap(device + " is present");
        }
        assertThatThrownBy(() -> Backends.open(
                                backend.name(), backend.backend().options().withDevice(device))
                        .close())
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(device.toString())
                .hasMessageContaining(backend.name());
    }

    static Graph doubling() {
        Tensor x = Tensor.input("x", PAIR);
        return Graph.builder().inputs(x).output("y", x.add(x)).build();
    }

    /** Products, sums and functions large enough to be shared among an engine's threads. */
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
        TensorAssert.assertThat(actual).isCloseTo(HostArray.of(Shape.of(2), first, second), Tolerance.exact());
    }
}
