package org.pushforward.backend.onnx.device;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.jna.Pointer;
import org.pushforward.backend.BackendException;

/** A session whose inputs and outputs are values in any memory. It owns the session. Not safe for use by several threads. */
final class BoundSession implements AutoCloseable {
    private final CInterface ort;
    private final OrtSession session;
    private final Pointer address;
    private final Handle binding;

    /** Makes a binding of a session, which is closed if this fails. */
    BoundSession(CInterface ort, OrtSession session) {
        this.ort = ort;
        this.session = session;
        try {
            this.address = ort.of(session);
            this.binding = ort.create(CFunction.CREATE_IO_BINDING, CFunction.RELEASE_IO_BINDING, address);
        } catch (RuntimeException | Error e) {
            close(session);
            throw e;
        }
    }

    OrtSession session() {
        return session;
    }

    /** Sets an input of the next runs. If the session needs it in another memory, it is copied there at once. */
    void input(String name, Handle value) {
        ort.call(CFunction.BIND_INPUT, binding.pointer(), name, value.pointer());
    }

    /** Sets the value that the next runs overwrite with an output. */
    void output(String name, Handle value) {
        ort.call(CFunction.BIND_OUTPUT, binding.pointer(), name, value.pointer());
    }

    /** Forgets the outputs, so that runs compute only those that are set later. */
    void clearOutputs() {
        ort.run(CFunction.CLEAR_BOUND_OUTPUTS, binding.pointer());
    }

    /** Forgets all values, so that they can be released. */
    void clear() {
        ort.run(CFunction.CLEAR_BOUND_INPUTS, binding.pointer());
        clearOutputs();
    }

    /** Runs the session and waits for the device. */
    void run() {
        ort.call(CFunction.SYNCHRONIZE_BOUND_INPUTS, binding.pointer());
        ort.call(CFunction.RUN_WITH_BINDING, address, Pointer.NULL, binding.pointer());
        ort.call(CFunction.SYNCHRONIZE_BOUND_OUTPUTS, binding.pointer());
    }

    @Override
    public void close() {
        binding.close();
        close(session);
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new BackendException("ONNX Runtime did not close a session: " + e.getMessage(), e);
        }
    }
}
