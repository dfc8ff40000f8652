package org.pushforward.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks the validation before an engine is called, using an engine that only echoes. */
class BackendTest {
    private static final Duration LEAST_RUN = Duration.ofNanos(20_000);

    private final List<String> closed = new ArrayList<>();
    private final Backend backend = new Backend("echo", BackendOptions.defaults(), new Echo());
    private final Tensor x = Tensor.input("x", TensorType.f32(2));
    private final Tensor s = Tensor.input("s", TensorType.f32(2));
    private final HostArray value = HostArray.of(Shape.of(2), 1f, 2f);

    /** Returns its inputs as outputs, and states as they were written. */
    private final class Echo implements Engine {
        @Override
        public Set<Class<? extends Primitive>> primitives() {
            return Set.of(Source.Input.class, Binary.Add.class);
        }

        @Override
        public Set<DType> dtypes() {
            return Set.of(DType.F32);
        }

        @Override
        public Program compile(Graph graph) {
            HostArray[] states = new HostArray[graph.states().size()];
            return new Program() {
                @Override
                public void write(int state, HostArray value) {
                    states[state] = value;
                }

                @Override
                public HostArray read(int state) {
                    return states[state];
                }

                @Override
                public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
                    long begun = System.nanoTime();
                    while (System.nanoTime() - begun < LEAST_RUN.toNanos()) {
                        Thread.onSpinWait();
                    }
                    return wanted.stream().map(inputs::get).toList();
                }

                @Override
                public void close() {
                    closed.add("program");
                }
            };
        }

        @Override
        public void close() {
            closed.add("engine");
        }
    }

    private Executable sum() {
        return backend.compile(
                Graph.builder().inputs(x).state(s, s.add(x)).output("y", x).build());
    }

    @Test
    void runsWithEveryInputAndState() {
        Executable sum = sum();
        sum.write("s", value);
        assertThat(sum.run(Map.of("x", value))).containsExactly(Map.entry("y", value));
        assertThat(sum.read("s")).isEqualTo(value);
    }

    @Test
    void returnsOnlyRequestedOutputs() {
        HostArray other = HostArray.scalar(DType.F32, 5);
        Tensor z = Tensor.input("z", other.type());
        Executable both = backend.compile(
                Graph.builder().inputs(x, z).output("y", x).output("z", z).build());
        Map<String, HostArray> inputs = Map.of("x", value, "z", other);
        assertThat(both.run(inputs)).containsExactly(Map.entry("y", value), Map.entry("z", other));
        assertThat(both.run(inputs, Set.of("z", "y"))).containsExactly(Map.entry("y", value), Map.entry("z", other));
        assertThat(both.run(inputs, Set.of("z"))).containsExactly(Map.entry("z", other));
        assertThat(both.run(inputs, Set.of())).isEmpty();
        assertThatThrownBy(() -> both.run(inputs, Set.of("y", "w")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no outputs [w]; the outputs are [y, z]");
    }

    @Test
    void countsTheTimeOfRuns() {
        Executable sum = sum();
        sum.write("s", value);
        assertThat(backend.timeInRuns()).isZero();
        Duration elapsed = Duration.ZERO;
        for (int run = 1; run <= 3; run++) {
            long begun = System.nanoTime();
            sum.run(Map.of("x", value));
            elapsed = elapsed.plusNanos(System.nanoTime() - begun);
            assertThat(backend.timeInRuns()).isBetween(LEAST_RUN.multipliedBy(run), elapsed);
        }
    }

    @Test
    void refusesWhatDoesNotFitTheGraph() {
        Executable sum = sum();
        assertThatThrownBy(() -> sum.run(Map.of("x", value)))
                .hasMessageContaining("state s")
                .hasMessageContaining("write()");
        sum.write("s", value);
        assertThatThrownBy(() -> sum.run(Map.of())).hasMessageContaining("no value for input x");
        assertThatThrownBy(() -> sum.run(Map.of("x", value, "z", value))).hasMessageContaining("[z]");
        assertThatThrownBy(() -> sum.run(Map.of("x", HostArray.scalar(DType.F32, 1))))
                .hasMessageContaining("expected f32[2], not f32[]");
        assertThatThrownBy(() -> sum.write("t", value))
                .hasMessageContaining("no state t")
                .hasMessageContaining("[s]");
        assertThatThrownBy(() -> sum.write("s", HostArray.scalar(DType.F32, 1))).hasMessageContaining("state s");
    }

    @Test
    void namesThePrimitivesThatTheEngineLacks() {
        assertThatThrownBy(() -> backend.compile(
                        Graph.builder().inputs(x).output("y", x.exp()).build()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("backend echo has no primitive exp");
        Tensor wide = Tensor.input("w", new TensorType(DType.F64, Shape.of(2)));
        assertThatThrownBy(() -> backend.compile(
                        Graph.builder().inputs(wide).output("y", wide.add(wide)).build()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("f64");
    }

    @Test
    void closesProgramsBeforeTheEngineAndOnlyOnce() {
        Executable first = sum();
        sum();
        first.close();
        first.close();
        backend.close();
        backend.close();
        assertThat(closed).containsExactly("program", "program", "engine");
        assertThatThrownBy(() -> first.read("s"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after close()");
        assertThatThrownBy(this::sum).isInstanceOf(IllegalStateException.class).hasMessageContaining("echo is closed");
    }

    @Test
    void anUnknownBackendSaysWhatToAdd() {
        assertThatThrownBy(() -> Backends.open("numpy"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("no backend 'numpy'")
                .hasMessageContaining("org.pushforward:pushforward-onnx");
    }

    @Test
    void devicesHaveNames() {
        assertThat(Device.parse("gpu:1")).isEqualTo(Device.gpu(1)).hasToString("gpu:1");
        assertThat(Device.parse("cpu")).isEqualTo(Device.cpu());
        assertThatThrownBy(() -> Device.parse("tpu:0"))
                .hasMessageContaining("tpu:0")
                .hasMessageContaining("gpu:N");
        assertThatThrownBy(() -> Device.parse("cpu:1")).hasMessageContaining("expected 0");
        assertThatThrownBy(() -> new BackendOptions(Device.cpu(), 0)).hasMessageContaining("threads = 0");
        assertThatThrownBy(() -> BackendOptions.defaults().withGpuMebibytes(8))
                .hasMessage("gpuMebibytes = 8: expected 64 or more");
        assertThat(BackendOptions.defaults()
                        .withGpuMebibytes(2048)
                        .withDevice(Device.gpu(1))
                        .withPrecision(Precision.TF32)
                        .withThreads(3))
                .isEqualTo(new BackendOptions(Device.gpu(1), 3, OptionalInt.of(2048), Precision.TF32));
    }

    @Test
    void tf32IsOffUnlessAskedForAndPartOfThePlace() {
        BackendOptions gpu = BackendOptions.defaults().withDevice(Device.gpu(1));
        assertThat(gpu.precision()).isEqualTo(Precision.FLOAT32);
        assertThat(gpu.place()).isEqualTo("gpu:1");
        assertThat(gpu.withPrecision(Precision.TF32).place()).isEqualTo("gpu:1 tf32");
    }
}
