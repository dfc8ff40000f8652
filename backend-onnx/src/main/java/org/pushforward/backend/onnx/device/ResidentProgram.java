package org.pushforward.backend.onnx.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Program;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * A graph whose states stay on a device between runs. Only inputs and requested outputs pass to and from the host, and states that are read
 * or written on request.
 */
final class ResidentProgram implements Program {
    private final CInterface ort;
    private final Graph graph;
    private final ValueCopier transfer;
    private final Traffic traffic;
    private final BoundSession session;
    private final List<String> outputs;
    private final DeviceMemory memory;
    /** The states in the order of the graph; empty for those without elements. */
    private final List<Optional<ResidentState>> states = new ArrayList<>();

    private final Map<String, HostTensor> hosts = new HashMap<>();

    /** Allocates the states. The program owns the session, which is closed if this fails. */
    ResidentProgram(
            CInterface ort,
            Graph graph,
            BoundSession session,
            MemoryPlace place,
            ValueCopier transfer,
            Traffic traffic) {
        this.ort = ort;
        this.graph = graph;
        this.transfer = transfer;
        this.traffic = traffic;
        this.session = session;
        this.outputs = List.copyOf(graph.outputs().keySet());
        try {
            this.memory = new DeviceMemory(ort, session, place);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
        try {
            for (Graph.State state : graph.states()) {
                states.add(
                        hasElements(state.type())
                                ? Optional.of(ResidentState.allocate(state, memory))
                                : Optional.empty());
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    @Override
    public void write(int state, HostArray value) {
        TensorType type = graph.states().get(state).type();
        states.get(state).ifPresent(resident -> {
            try (HostTensor host = new HostTensor(ort, type, traffic)) {
                host.set(value);
                transfer.copy(type.dtype(), host.value(), resident.current());
            } catch (BackendException e) {
                throw new BackendException(
                        "ONNX Runtime did not set state "
                                + graph.states().get(state).name() + ", which is now undefined: " + e.getMessage(),
                        e);
            }
        });
    }

    @Override
    public HostArray read(int state) {
        TensorType type = graph.states().get(state).type();
        if (states.get(state).isEmpty()) {
            return HostArray.zeros(type);
        }
        try (HostTensor host = new HostTensor(ort, type, traffic)) {
            transfer.copy(type.dtype(), states.get(state).get().current(), host.value());
            return host.get();
        } catch (BackendException e) {
            throw new BackendException(
                    "ONNX Runtime did not read state "
                            + graph.states().get(state).name() + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
        try {
            session.clearOutputs();
            states.forEach(state -> state.ifPresent(each -> each.bind(session)));
            feed(inputs);
            request(wanted);
            if (hasResults(wanted)) {
                session.run();
            }
        } catch (BackendException e) {
            throw new BackendException("ONNX Runtime failed; the states are unchanged: " + e.getMessage(), e);
        }
        states.forEach(state -> state.ifPresent(ResidentState::advance));
        return wanted.stream().map(this::output).toList();
    }

    private void feed(List<HostArray> values) {
        Set<String> needed = session.session().getInputNames();
        for (int i = 0; i < values.size(); i++) {
            Tensor input = graph.inputs().get(i);
            String name = GraphWriter.inputName(input);
            if (needed.contains(name)) {
                HostTensor host = host(name, input.type());
                host.set(values.get(i));
                session.input(name, host.value());
            }
        }
    }

    private void request(List<Integer> wanted) {
        for (int position : wanted) {
            TensorType type = type(position);
            if (hasElements(type)) {
                String name = GraphWriter.outputName(outputs.get(position));
                session.output(name, host(name, type).value());
            }
        }
    }

    /** Returns whether a run computes anything; the engine refuses to run without a result. */
    private boolean hasResults(List<Integer> wanted) {
        return states.stream().flatMap(Optional::stream).anyMatch(ResidentState::changes)
                || wanted.stream().anyMatch(position -> hasElements(type(position)));
    }

    private HostArray output(int position) {
        TensorType type = type(position);
        return hasElements(type)
                ? hosts.get(GraphWriter.outputName(outputs.get(position))).get()
                : HostArray.zeros(type);
    }

    private TensorType type(int output) {
        return graph.outputs().get(outputs.get(output)).type();
    }

    private HostTensor host(String name, TensorType type) {
        return hosts.computeIfAbsent(name, n -> new HostTensor(ort, type, traffic));
    }

    private static boolean hasElements(TensorType type) {
        return type.shape().size() > 0;
    }

    @Override
    public void close() {
        session.clear();
        hosts.values().forEach(HostTensor::close);
        states.forEach(state -> state.ifPresent(ResidentState::close));
        memory.close();
        session.close();
    }
}
