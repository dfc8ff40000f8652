package org.pushforward.backend.onnx.device;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Optional;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Program;
import org.pushforward.backend.onnx.lowering.BlockedLayout;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.lowering.Kernels;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the states of programs in the memory of a device. Safe for use by several threads. */
public final class DeviceStates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceStates.class);

    private final CInterface ort;
    private final MemoryPlace place;
    private final Sessions sessions;
    private final Traffic traffic;
    private final ValueCopier transfer;

    private DeviceStates(CInterface ort, MemoryPlace place, Sessions sessions, Traffic traffic) {
        this.ort = ort;
        this.place = place;
        this.sessions = sessions;
        this.traffic = traffic;
        this.transfer = new ValueCopier(ort, sessions);
    }

    /**
     * Finds what this needs and tries it with one number. If anything is missing, a warning says so once for each engine, and states go
     * through the host.
     *
     * @param environment the environment of ONNX Runtime
     * @param place the memory of the device
     * @param sessions opens sessions on the device
     * @param traffic counts what passes between the host and the device
     */
    public static Optional<DeviceStates> open(
            OrtEnvironment environment, MemoryPlace place, Sessions sessions, Traffic traffic) {
        try {
            DeviceStates states = new DeviceStates(CInterface.of(environment), place, sessions, traffic);
            try {
                states.attempt();
                return Optional.of(states);
            } catch (RuntimeException | Error e) {
                states.close();
                throw e;
            }
        } catch (UnavailableException | BackendException e) {
            return without(e.getMessage());
        } catch (LinkageError e) {
            return without("net.java.dev.jna:jna is not on the class path or does not load: " + e);
        }
    }

    private static Optional<DeviceStates> without(String reason) {
        LOG.warn(
                "ONNX Runtime: states pass through the host in every run, because its C interface cannot be used: {}",
                reason);
        return Optional.empty();
    }

    /** Checks that a state changes and comes back. */
    private void attempt() {
        Tensor state = Tensor.input("x", TensorType.f32(1));
        Graph graph = Graph.builder().state(state, state.neg()).build();
        try (Program program =
                program(graph, sessions.open(GraphWriter.write(graph, BlockedLayout.NONE, Kernels.CPU)))) {
            program.write(0, HostArray.of(Shape.of(1), 2f));
            program.run(List.of(), List.of());
            HostArray after = program.read(0);
            if (!after.equals(HostArray.of(Shape.of(1), -2f))) {
                throw new BackendException("the negative of 2 was " + after);
            }
        } catch (OrtException e) {
            throw new BackendException(e.getMessage(), e);
        }
    }

    /**
     * Makes a program of a graph, whose states are initially undefined.
     *
     * @param graph a graph with states
     * @param session a session of the model that {@link GraphWriter} writes for the graph. The program closes it, also if this fails
     * @throws BackendException if the device has too little memory
     */
    public Program program(Graph graph, OrtSession session) {
        return new ResidentProgram(ort, graph, new BoundSession(ort, session), place, transfer, traffic);
    }

    @Override
    public void close() {
        transfer.close();
    }
}
