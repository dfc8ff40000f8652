package org.pushforward.backend.onnx.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Device;
import org.pushforward.backend.Program;
import org.pushforward.backend.onnx.lowering.BlockedLayout;
import org.pushforward.backend.onnx.lowering.CopyModel;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.lowering.Kernels;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class CInterfaceTest {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Traffic traffic = new Traffic();

    @Test
    void onlyVersionsWithTheSameTableAreUsed() {
        for (String known : new String[] {"1.10.0", "1.28.0", "1.99.1-dev"}) {
            assertThatCode(() -> CInterface.checkVersion(known)).doesNotThrowAnyException();
        }
        for (String unknown : new String[] {"1.9.1", "2.0.0", "11.0.0", "of unknown version", ""}) {
            assertThatThrownBy(() -> CInterface.checkVersion(unknown))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("version " + unknown + " is unknown: expected 1.10 or a later 1");
        }
    }

    @Test
    void aStatusBecomesAnExceptionWithItsMessage() throws Exception {
        CInterface ort = CInterface.of(environment);
        assertThatThrownBy(() -> new MemoryPlace("Nowhere", 0).describe(ort))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("device");
    }

    /** The engine's names of memories. */
    @Test
    void aCardHasMemoryOfItsOwn() {
        assertThat(MemoryPlace.of(Device.gpu(1))).isEqualTo(new MemoryPlace("Cuda", 1));
        assertThat(MemoryPlace.of(Device.cpu())).isEqualTo(new MemoryPlace("Cpu", 0));
    }

    @Test
    void aSessionRefusesValuesThatDoNotFitAndLives() throws Exception {
        CInterface ort = CInterface.of(environment);
        OrtSession opened = environment.createSession(CopyModel.of(DType.F32));
        HostArray ones = HostArray.of(Shape.of(3), 1f, 2f, 3f);
        try (BoundSession session = new BoundSession(ort, opened);
                HostTensor floats = new HostTensor(ort, TensorType.f32(3), traffic);
                HostTensor more = new HostTensor(ort, TensorType.f32(4), traffic);
                HostTensor whole = new HostTensor(ort, new TensorType(DType.I64, Shape.of(3)), traffic);
                HostTensor result = new HostTensor(ort, TensorType.f32(3), traffic)) {
            floats.set(ones);
            assertThatThrownBy(() -> session.input("unknown", floats.value())).isInstanceOf(BackendException.class);
            for (HostTensor unfit : new HostTensor[] {whole, more}) {
                session.clear();
                session.input(CopyModel.INPUT, unfit.value());
                session.output(CopyModel.OUTPUT, result.value());
                assertThatThrownBy(session::run).isInstanceOf(BackendException.class);
            }
            session.input(CopyModel.INPUT, floats.value());
            session.run();
            assertThat(result.get()).isEqualTo(ones);
            session.clear();
        }
    }

    @Test
    void aReleasedObjectIsRefused() throws Exception {
        CInterface ort = CInterface.of(environment);
        HostTensor tensor = new HostTensor(ort, TensorType.f32(3), traffic);
        Handle value = tensor.value();
        tensor.close();
        tensor.close();
        assertThatThrownBy(value::pointer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after close()");
    }

    @Test
    void anObjectIsReleasedOnce() {
        List<Pointer> released = new ArrayList<>();
        Handle handle = new Handle(new Pointer(7), released::add);
        assertThat(handle.pointer()).isEqualTo(new Pointer(7));
        assertThat(released).isEmpty();
        handle.close();
        handle.close();
        assertThat(released).containsExactly(new Pointer(7));
    }

    @Test
    void aNumberHasAnArrayOfOneUnusedDimension() {
        assertThat(HostTensor.dims(new TensorType(DType.F64, Shape.scalar()))).containsExactly(0);
        assertThat(HostTensor.dims(TensorType.f32(2, 3))).containsExactly(2, 3);
        assertThat(HostTensor.bytes(new TensorType(DType.F64, Shape.scalar()))).isEqualTo(8);
        assertThat(HostTensor.bytes(TensorType.f32(2, 3))).isEqualTo(24);
    }

    @Test
    void valuesOfOtherTypesAreRefusedBeforeNativeCode() throws Exception {
        CInterface ort = CInterface.of(environment);
        try (HostTensor tensor = new HostTensor(ort, TensorType.f32(3), traffic)) {
            assertThatThrownBy(() -> tensor.set(HostArray.zeros(TensorType.f32(4))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected a value of f32[3], not f32[4]");
        }
        assertThatThrownBy(() -> new HostTensor(ort, TensorType.f32(1 << 20, 1 << 10), traffic))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("4294967296 bytes")
                .hasMessageContaining("divide it");
        assertThatThrownBy(() -> new HostTensor(ort, TensorType.f32(0), traffic))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("0 bytes");
    }

    @Test
    void withoutTheMemoryOfADeviceStatesPassThroughTheHost() {
        assertThat(DeviceStates.open(environment, new MemoryPlace("Nowhere", 0), environment::createSession, traffic))
                .isEmpty();
    }

    /** The memory of a card exists only in sessions on that card. */
    @Test
    void aCardThatTheSessionsAreNotOnIsNotUsed() {
        assertThat(DeviceStates.open(environment, new MemoryPlace("Cuda", 0), environment::createSession, traffic))
                .isEmpty();
    }

    @Test
    void aStateThatCannotBeCopiedIsNamed() throws Exception {
        Tensor steps = Tensor.input("steps", new TensorType(DType.I64, Shape.scalar()));
        Graph graph = Graph.builder().state(steps, steps.neg()).build();
        Sessions withoutWholeNumbers = model -> {
            if (Arrays.equals(model, CopyModel.of(DType.I64))) {
                throw new OrtException("no such kernel");
            }
            return environment.createSession(model);
        };
        OrtSession session = environment.createSession(GraphWriter.write(graph, BlockedLayout.NONE, Kernels.CPU));
        try (DeviceStates states = DeviceStates.open(environment, MemoryPlace.host(), withoutWholeNumbers, traffic)
                        .orElseThrow();
                Program program = states.program(graph, session)) {
            assertThatThrownBy(() -> program.write(0, HostArray.of(Shape.scalar(), 1L)))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("did not set state steps")
                    .hasMessageContaining("no such kernel");
            assertThatThrownBy(() -> program.read(0))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("did not read state steps")
                    .hasMessageContaining("no such kernel");
        }
    }

    @Test
    void everyElementTypeIsCopied() throws Exception {
        CInterface ort = CInterface.of(environment);
        Map<DType, HostArray> values = Map.of(
                DType.F32, HostArray.of(Shape.of(2), Float.NaN, -0f),
                DType.F64, HostArray.of(Shape.scalar(), Math.PI),
                DType.I32, HostArray.of(Shape.of(1, 2), Integer.MIN_VALUE, 7),
                DType.I64, HostArray.of(Shape.of(2, 1, 1), Long.MAX_VALUE, -1L),
                DType.BOOL, HostArray.of(Shape.of(3), true, false, true));
        assertThat(values).hasSameSizeAs(DType.values());
        try (ValueCopier transfer = new ValueCopier(ort, environment::createSession)) {
            values.forEach((dtype, value) -> {
                try (HostTensor from = new HostTensor(ort, value.type(), traffic);
                        HostTensor to = new HostTensor(ort, value.type(), traffic)) {
                    from.set(value);
                    transfer.copy(dtype, from.value(), to.value());
                    assertThat(to.get()).isEqualTo(value);
                }
            });
        }
    }
}
