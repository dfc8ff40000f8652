package org.pushforward.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.pushforward.Stability;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.BoundedPositions;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * A compiled graph with states that stay in the engine.
 *
 * <p>First {@link #write} every state once, then call {@link #run(Map)} any number of times. A run reads and replaces states in the
 * engine, so only inputs and requested outputs are copied. Call {@link #read} to get the value of a state.
 *
 * <p>Thread-safe: runs without states are concurrent, runs with states are serialized, and {@link #close} waits for active runs.
 */
@Stability(Stability.Level.STABLE)
public final class Executable implements AutoCloseable {
    private final CompiledGraph compiled;
    private final Graph graph;
    private final String backend;
    private final Program program;
    private final LongAdder nanosInRuns;
    private final Consumer<Executable> onClose;
    private final Map<String, Integer> stateIndex = new HashMap<>();
    private final List<String> names;
    private final boolean[] written;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;
    private volatile boolean failed;

    Executable(CompiledGraph compiled, String backend, LongAdder nanosInRuns, Consumer<Executable> onClose) {
        this.compiled = compiled;
        this.graph = compiled.graph();
        this.backend = backend;
        this.program = compiled.program();
        this.nanosInRuns = nanosInRuns;
        this.onClose = onClose;
        graph.states().forEach(state -> stateIndex.put(state.name(), stateIndex.size()));
        this.names = List.copyOf(graph.outputs().keySet());
        this.written = new boolean[stateIndex.size()];
        program.startAt(0);
    }

    /** Returns the graph that was compiled, after the passes. */
    public Graph graph() {
        return graph;
    }

    /**
     * Sets a state.
     *
     * @throws IllegalArgumentException if the graph has no such state or the type of the value differs
     * @throws IllegalStateException if this is closed
     */
    public void write(String state, HostArray value) {
        int index = index(state);
        expect("state " + state, graph.states().get(index).type(), value);
        locked(lock.writeLock(), () -> {
            program.write(index, value);
            written[index] = true;
            return value;
        });
    }

    /**
     * Restores all states to their values after some runs, which {@link #read} returned here or on another engine. On the same engine,
     * later runs then have bitwise the same results. An engine that does not keep float32 states in float64 rounds them.
     *
     * @param states a value for every state of the graph
     * @param runs the number of runs that led to these states
     * @throws IllegalArgumentException if a state is missing, unknown, or of another type
     * @throws IllegalStateException if this is closed
     */
    public void restore(Map<String, HostArray> states, long runs) {
        if (!states.keySet().equals(stateIndex.keySet())) {
            throw new IllegalArgumentException(
                    "values for the states " + states.keySet().stream().sorted().toList() + ": expected "
                            + stateIndex.keySet().stream().sorted().toList());
        }
        HostArray[] values = new HostArray[stateIndex.size()];
        states.forEach((name, value) -> values[index(name)] = kept(name, value));
        locked(lock.writeLock(), () -> {
            program.startAt(runs);
            for (int i = 0; i < values.length; i++) {
                program.write(i, values[i]);
                written[i] = true;
            }
            return values;
        });
    }

    private HostArray kept(String name, HostArray value) {
        TensorType type = graph.states().get(index(name)).type();
        boolean wide = type.dtype() == DType.F32 && value.type().equals(type.with(DType.F64));
        if (wide && program.isWide()) {
            return value;
        }
        HostArray rounded = wide ? value.cast(DType.F32) : value;
        expect("state " + name, type, rounded);
        return rounded;
    }

    /**
     * Returns the value of a state. A float32 state is returned as float64 if the engine keeps it in float64.
     *
     * @throws IllegalArgumentException if the graph has no such state
     * @throws IllegalStateException if this is closed or the state was never written
     */
    public HostArray read(String state) {
        int index = index(state);
        return locked(lock.writeLock(), () -> {
            checkWritten(index);
            return program.read(index);
        });
    }

    /**
     * Runs the graph once and returns all of its outputs by name.
     *
     * @param inputs a value of the right type for every input of the graph
     * @throws IllegalArgumentException if an input is missing, unknown, of another type, or a position outside its axis
     * @throws IllegalStateException if this is closed or a state was never written
     * @throws BackendException if the engine fails
     */
    public Map<String, HostArray> run(Map<String, HostArray> inputs) {
        return run(inputs, graph.outputs().keySet());
    }

    /**
     * Runs the graph once and returns some of its outputs by name, in the order of the graph. Unrequested outputs are
     * never copied; states still advance.
     *
     * @param inputs a value of the right type for every input of the graph
     * @param wanted the names of the outputs to return, possibly none
     * @throws IllegalArgumentException if an input is missing, unknown, of another type, or a position outside its axis, or there is no
     *     output with a requested name
     * @throws IllegalStateException if this is closed or a state was never written
     * @throws BackendException if the engine fails
     */
    public Map<String, HostArray> run(Map<String, HostArray> inputs, Set<String> wanted) {
        List<HostArray> ordered = ordered(inputs);
        List<Integer> positions = positions(wanted);
        Lock held = graph.states().isEmpty() ? lock.readLock() : lock.writeLock();
        List<HostArray> results = locked(held, () -> {
            for (int i = 0; i < written.length; i++) {
                checkWritten(i);
            }
            long begun = System.nanoTime();
            try {
                return program.run(ordered, positions);
            } finally {
                nanosInRuns.add(System.nanoTime() - begun);
            }
        });
        Map<String, HostArray> outputs = new LinkedHashMap<>();
        positions.forEach(position -> outputs.put(names.get(position), results.get(outputs.size())));
        return Collections.unmodifiableMap(outputs);
    }

    CompiledGraph compiled() {
        return compiled;
    }

    /** Returns whether a call threw, which leaves the program in an unknown condition. */
    boolean failed() {
        return failed;
    }

    /** Waits for active runs and returns the program to the backend. Closing twice has no effect. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                onClose.accept(this);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private List<HostArray> ordered(Map<String, HostArray> inputs) {
        List<HostArray> ordered = new ArrayList<>();
        for (Tensor input : graph.inputs()) {
            String name = ((Source.Input) input.primitive()).name();
            HostArray value = inputs.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        "no value for input " + name + " of type " + input.type() + "; given: " + inputs.keySet());
            }
            expect("input " + name, input.type(), value);
            Integer length = compiled.fed().get(name);
            if (length != null) {
                BoundedPositions.check("input " + name, value, length);
            }
            ordered.add(value);
        }
        if (inputs.size() != ordered.size()) {
            List<String> known = graph.inputs().stream()
                    .map(input -> ((Source.Input) input.primitive()).name())
                    .toList();
            List<String> unknown = inputs.keySet().stream()
                    .filter(name -> !known.contains(name))
                    .toList();
            throw new IllegalArgumentException("values for " + unknown + ", but the inputs are " + known);
        }
        return ordered;
    }

    private List<Integer> positions(Set<String> wanted) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (wanted.contains(names.get(i))) {
                positions.add(i);
            }
        }
        if (positions.size() < wanted.size()) {
            List<String> unknown =
                    wanted.stream().filter(name -> !names.contains(name)).toList();
            throw new IllegalArgumentException("no outputs " + unknown + "; the outputs are " + names);
        }
        return positions;
    }

    private static void expect(String what, TensorType type, HostArray value) {
        if (!value.type().equals(type)) {
            throw new IllegalArgumentException(what + ": expected " + type + ", not " + value.type());
        }
    }

    private int index(String state) {
        Integer index = stateIndex.get(state);
        if (index == null) {
            throw new IllegalArgumentException("no state " + state + "; the states are "
                    + Arrays.toString(stateIndex.keySet().stream().sorted().toArray()));
        }
        return index;
    }

    private void checkWritten(int index) {
        if (!written[index]) {
            throw new IllegalStateException(
                    "state " + graph.states().get(index).name() + " has no value yet: write() it before run()");
        }
    }

    private <T> T locked(Lock held, java.util.function.Supplier<T> action) {
        held.lock();
        try {
            if (closed) {
                throw new IllegalStateException("an executable of backend " + backend + " was used after close()");
            }
            return action.get();
        } catch (RuntimeException | Error e) {
            failed = true;
            throw e;
        } finally {
            held.unlock();
        }
    }
}
