package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Executable;
import org.pushforward.backend.Program;
import org.pushforward.backend.onnx.device.Traffic;
import org.pushforward.data.DataSource;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.train.Trained;
import org.pushforward.train.Trainer;
import org.pushforward.zoo.data.ToyDistributions;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.family.VaeFamily;

/** Programs whose states stay on a device, with the processor as a stand-in for it. */
class DeviceProgramTest {
    private static final int SIZE = 10_000;

    private final BackendOptions options = BackendOptions.defaults().withThreads(1);
    private final Traffic traffic = new Traffic();
    private final Tensor moment = Tensor.input("moment", TensorType.f32(SIZE));
    private final Tensor weights = Tensor.input("weights", TensorType.f32(SIZE));
    private final Tensor rate = Tensor.input("rate", TensorType.f32(3));
    private final Tensor steps = Tensor.input("steps", new TensorType(DType.I64, Shape.scalar()));
    private final Tensor moved = moment.add(rate.slice(0, 0, 1).sum());
    private final Graph descent = Graph.builder()
            .inputs(rate)
            .state(weights, weights.sub(moved))
            .state(moment, moved)
            .state(steps, steps.add(Tensor.constant(HostArray.of(Shape.scalar(), 1L))))
            .output("first", weights.slice(0, 0, 2))
            .output("all", weights)
            .build();

    private static Program started(Engine engine, Graph graph) {
        Program program = engine.compile(graph);
        for (int i = 0; i < graph.states().size(); i++) {
            program.write(i, HostArray.zeros(graph.states().get(i).type()));
        }
        return program;
    }

    @Test
    void onlyInputsAndRequestedOutputsCross() {
        HostArray given = HostArray.of(Shape.of(3), 1f, 5f, 5f);
        try (Engine engine = DeviceStandInProvider.open(options, traffic);
                Program program = started(engine, descent)) {
            long fed = traffic.fed();
            long fetched = traffic.fetched();

            for (int run = 0; run < 20; run++) {
                program.run(List.of(given), List.of());
            }
            assertThat(traffic.fed() - fed).isEqualTo(20 * 3 * Float.BYTES);
            assertThat(traffic.fetched()).isEqualTo(fetched);

            for (int run = 0; run < 5; run++) {
                program.run(List.of(given), List.of(0));
            }
            assertThat(traffic.fed() - fed).isEqualTo(25 * 3 * Float.BYTES);
            assertThat(traffic.fetched() - fetched).isEqualTo(5 * 2 * Float.BYTES);

            // The weights after n runs are -(1 + 2 + ... + n).
            assertThat(program.run(List.of(given), List.of(0)).get(0))
                    .isEqualTo(HostArray.of(Shape.of(2), -325f, -325f));
            assertThat(program.read(0).get(SIZE - 1)).isEqualTo(-351);
            assertThat(program.read(1).get(0)).isEqualTo(26);
            assertThat(program.read(2)).isEqualTo(HostArray.of(Shape.scalar(), 26L));
            assertThat(traffic.fetched() - fetched)
                    .isEqualTo(6 * 2 * Float.BYTES + 2 * SIZE * Float.BYTES + Long.BYTES);
        }
    }

    @Test
    void writtenStatesCrossOnce() {
        try (Engine engine = DeviceStandInProvider.open(options, traffic)) {
            long fed = traffic.fed();
            started(engine, descent).close();
            assertThat(traffic.fed() - fed).isEqualTo(2 * SIZE * Float.BYTES + Long.BYTES);
        }
    }

    @Test
    void aProgramWithoutStatesNeedsNoDevice() {
        Graph graph = Graph.builder().inputs(rate).output("y", rate.exp()).build();
        try (Engine engine = DeviceStandInProvider.open(options, traffic);
                Program program = engine.compile(graph)) {
            long fed = traffic.fed();
            program.run(List.of(HostArray.zeros(rate.type())), List.of(0));
            assertThat(traffic.fed()).isEqualTo(fed);
        }
    }

    @Test
    void statesAndOutputsWithoutElementsAreZeros() {
        Tensor none = Tensor.input("none", TensorType.f32(0, 2));
        Graph graph = Graph.builder()
                .inputs(rate)
                .state(none, none.exp())
                .state(weights, weights.add(1))
                .output("none", none)
                .output("sum", none.sum())
                .build();
        try (Engine engine = DeviceStandInProvider.open(options, traffic);
                Program program = started(engine, graph)) {
            assertThat(program.run(List.of(HostArray.zeros(rate.type())), List.of(0, 1)))
                    .containsExactly(HostArray.zeros(none.type()), HostArray.scalar(DType.F32, 0));
            assertThat(program.read(0)).isEqualTo(HostArray.zeros(none.type()));
            assertThat(program.read(1).get(7)).isEqualTo(1);
        }
    }

    /** The states are constant and no output with elements is requested: the engine refuses a run without a result. */
    @Test
    void aRunWithoutResultsDoesNothing() {
        Graph graph = Graph.builder()
                .state(weights, weights)
                .output("sum", weights.sum())
                .output("none", weights.slice(0, 0, 0))
                .build();
        try (Engine engine = DeviceStandInProvider.open(options, traffic);
                Program program = started(engine, graph)) {
            assertThat(program.run(List.of(), List.of())).isEmpty();
            assertThat(program.run(List.of(), List.of(1))).containsExactly(HostArray.zeros(TensorType.f32(0)));
            assertThat(program.run(List.of(), List.of(0))).containsExactly(HostArray.scalar(DType.F32, 0));
        }
    }

    @Test
    void inputsWithoutElementsDoNotCross() {
        Tensor none = Tensor.input("none", TensorType.f32(0, 2));
        Graph graph = Graph.builder()
                .inputs(none)
                .state(weights, weights.add(none.exp().sum()).add(2))
                .build();
        try (Engine engine = DeviceStandInProvider.open(options, traffic);
                Program program = started(engine, graph)) {
            program.run(List.of(HostArray.zeros(none.type())), List.of());
            assertThat(program.read(0).get(7)).isEqualTo(2);
        }
    }

    @Test
    void valuesOfOtherTypesAreRefused() {
        try (Engine engine = DeviceStandInProvider.open(options, traffic);
                Program program = started(engine, descent)) {
            assertThatThrownBy(() -> program.write(0, HostArray.zeros(TensorType.f32(SIZE + 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("f32[10001]");
            assertThatThrownBy(() -> program.run(List.of(HostArray.zeros(TensorType.f32(2))), List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("f32[2]");
            program.run(List.of(HostArray.zeros(rate.type())), List.of());
            assertThat(program.read(2)).isEqualTo(HostArray.of(Shape.scalar(), 1L));
        }
    }

    @Test
    void closingTwiceDoesNothing() {
        try (Backend backend = Backends.open(DeviceStandInProvider.NAME, options)) {
            Executable executable = backend.compile(descent);
            executable.close();
            executable.close();
            assertThatThrownBy(() -> executable.run(Map.of())).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void withoutJnaOneWarningSaysThatStatesCross() throws Exception {
        String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("jna-"))
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-Xshare:auto", "-cp", classes, WithoutJna.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("state 4.0, traffic 0");
        assertThat(said.lines().filter(line -> line.contains("states pass through the host")))
                .singleElement()
                .asString()
                .contains("WARN", "net.java.dev.jna:jna is not on the class path");
    }

    /** Parameters, averages, losses and samples: equal bits, whether the states cross or stay. */
    @Test
    void trainingAndSamplingGiveTheBitsOfStatesThatCross() {
        DataSource data = ToyDistributions.named("two-moons");
        for (Family family : List.of(new RealNvp(2, 8), new VaeFamily(2, 8))) {
            List<List<HostArray>> results = new ArrayList<>();
            for (String name : List.of(CudaStandInProvider.NAME, DeviceStandInProvider.NAME)) {
                try (Backend backend = Backends.open(name, options);
                        Trained<Model> trained = Trainer.on(backend)
                                .adam(1e-2)
                                .iterations(12)
                                .batch(32)
                                .fit(family.build(DataType.of(data)), data, RandomKey.of(3))) {
                    List<HostArray> all = new ArrayList<>();
                    trained.model()
                            .variables()
                            .forEach(variable -> all.add(trained.values().get(variable.path())));
                    all.add(trained.sample(RandomKey.of(4), 70));
                    trained.training()
                            .orElseThrow()
                            .losses()
                            .values()
                            .forEach(losses -> all.add(HostArray.wrap(Shape.of(losses.length), losses)));
                    results.add(all);
                }
            }
            assertThat(results.get(1)).isEqualTo(results.get(0)).isNotEmpty();
        }
    }
}
