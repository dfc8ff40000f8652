package org.pushforward.backend.onnx.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendException;
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

/** Native objects are released by those who own them: the engine refuses closed sessions, and handles refuse released objects. */
class ReleaseTest {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Traffic traffic = new Traffic();
    private final Tensor state = Tensor.input("x", TensorType.f32(1));
    private final Graph graph = Graph.builder().state(state, state.neg()).build();
    /** All sessions that a test opened. */
    private final List<OrtSession> opened = new ArrayList<>();

    private OrtSession open(byte[] model) throws OrtException {
        opened.add(environment.createSession(model));
        return opened.get(opened.size() - 1);
    }

    private OrtSession open(Graph graph) throws OrtException {
        return open(GraphWriter.write(graph, BlockedLayout.NONE, Kernels.CPU));
    }

    private void assertAllClosed() {
        assertThat(opened).isNotEmpty().allSatisfy(session -> assertThatThrownBy(session::getInputNames)
                .isInstanceOf(IllegalStateException.class));
    }

    private static void assertReleased(ThrowingCallable use) {
        assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessageContaining("after close()");
    }

    @Test
    void aBindingOwnsItsSession() throws Exception {
        BoundSession session = new BoundSession(CInterface.of(environment), open(graph));
        session.close();
        assertAllClosed();
        assertReleased(session::clearOutputs);
    }

    /** No engine fails to bind an open session, so this one has no C interface. */
    @Test
    void aBindingThatFailsClosesItsSession() throws Exception {
        OrtSession session = open(graph);
        assertThatThrownBy(() -> new BoundSession(null, session)).isInstanceOf(NullPointerException.class);
        assertAllClosed();
    }

    @Test
    void aStateOwnsBothOfItsValues() throws Exception {
        CInterface ort = CInterface.of(environment);
        try (BoundSession session = new BoundSession(ort, open(graph))) {
            DeviceMemory memory = new DeviceMemory(ort, session, MemoryPlace.host());
            ResidentState resident = ResidentState.allocate(graph.states().get(0), memory);
            resident.close();
            assertReleased(() -> resident.current().pointer());
            resident.advance();
            assertReleased(() -> resident.current().pointer());
            memory.close();
            assertReleased(() -> memory.allocate(state.type()));
        }
    }

    @Test
    void aProgramOwnsItsStatesAndItsSession() throws Exception {
        DeviceStates states = DeviceStates.open(environment, MemoryPlace.host(), this::open, traffic)
                .orElseThrow();
        Program program = states.program(graph, open(graph));
        program.write(0, HostArray.of(Shape.of(1), 3f));
        program.close();
        assertReleased(() -> program.read(0));
        states.close();
        states.close();
        assertAllClosed();
    }

    @Test
    void aProgramWithoutMemoryClosesItsSession() throws Exception {
        CInterface ort = CInterface.of(environment);
        try (ValueCopier copier = new ValueCopier(ort, this::open)) {
            MemoryPlace nowhere = new MemoryPlace("Nowhere", 0);
            BoundSession session = new BoundSession(ort, open(graph));
            assertThatThrownBy(() -> new ResidentProgram(ort, graph, session, nowhere, copier, traffic))
                    .isInstanceOf(BackendException.class);
        }
        assertAllClosed();
    }

    /** The first state of an engine is to change its sign, and this one keeps it. */
    @Test
    void statesThatComputeSomethingElseAreNotUsed() {
        Sessions wrong = model -> Arrays.equals(model, CopyModel.of(DType.F32))
                ? open(model)
                : open(Graph.builder().state(state, state.abs()).build());
        assertThat(DeviceStates.open(environment, MemoryPlace.host(), wrong, traffic))
                .isEmpty();
        assertThat(opened).hasSize(2);
        assertAllClosed();
    }
}
