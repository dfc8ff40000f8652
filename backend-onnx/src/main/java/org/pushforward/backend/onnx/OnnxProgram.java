package org.pushforward.backend.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Program;
import org.pushforward.backend.onnx.run.Binding;
import org.pushforward.backend.onnx.run.BoundTask;
import org.pushforward.backend.onnx.run.WorkerPool;
import org.pushforward.tensor.HostArray;

/**
 * The compiled tasks of a graph, the threads that run them, and the memory for runs. Each concurrent run takes its own
 * binding. Runs of a graph with states come one at a time, so they always use the same binding.
 */
final class OnnxProgram implements Program {
    private final Supplier<Binding> memory;
    private final WorkerPool pool;
    private final Collection<OrtSession> sessions;
    private final Queue<Binding> idle = new ConcurrentLinkedQueue<>();

    OnnxProgram(Supplier<Binding> memory, WorkerPool pool, Collection<OrtSession> sessions) {
        this.memory = memory;
        this.pool = pool;
        this.sessions = sessions;
        idle.add(memory.get());
    }

    @Override
    public void write(int state, HostArray value) {
        idle.element().write(state, value);
    }

    @Override
    public HostArray read(int state) {
        return idle.element().read(state);
    }

    @Override
    public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
        Binding free = idle.poll();
        Binding binding = free == null ? memory.get() : free;
        try {
            binding.set(inputs);
            for (List<BoundTask> stage : binding.stages()) {
                compute(stage);
            }
            return binding.finish(wanted);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new BackendException("ONNX Runtime failed; the states are unchanged: " + e.getMessage(), e);
        } finally {
            idle.add(binding);
        }
    }

    private void compute(List<BoundTask> stage) throws Exception {
        if (stage.size() == 1) {
            stage.get(0).run();
            return;
        }
        pool.run(stage.stream()
                .<Callable<?>>map(task -> () -> {
                    task.run();
                    return null;
                })
                .toList());
    }

    @Override
    public void close() {
        idle.forEach(Binding::close);
        close(sessions);
    }

    /** Closes sessions. */
    static void close(Collection<OrtSession> sessions) {
        try {
            for (OrtSession session : sessions) {
                session.close();
            }
        } catch (OrtException e) {
            throw new BackendException("ONNX Runtime did not close a session: " + e.getMessage(), e);
        }
    }
}
