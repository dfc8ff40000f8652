package org.pushforward.backend.onnx.device;

import ai.onnxruntime.OrtException;
import java.util.EnumMap;
import java.util.Map;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.onnx.lowering.CopyModel;
import org.pushforward.tensor.DType;

/**
 * Copies values between memories. The C interface has no such function that all providers support, so a session on the device computes the
 * identity. Safe for use by several threads.
 */
final class ValueCopier implements AutoCloseable {
    private final CInterface ort;
    private final Sessions sessions;
    private final Map<DType, BoundSession> copiers = new EnumMap<>(DType.class);

    ValueCopier(CInterface ort, Sessions sessions) {
        this.ort = ort;
        this.sessions = sessions;
    }

    /**
     * Overwrites a value with another one of the same type.
     *
     * @throws BackendException if the engine fails; the overwritten value is then undefined
     */
    synchronized void copy(DType dtype, Handle from, Handle to) {
        BoundSession copier = copiers.computeIfAbsent(dtype, this::open);
        try {
            copier.input(CopyModel.INPUT, from);
            copier.output(CopyModel.OUTPUT, to);
            copier.run();
        } finally {
            copier.clear();
        }
    }

    private BoundSession open(DType dtype) {
        try {
            return new BoundSession(ort, sessions.open(CopyModel.of(dtype)));
        } catch (OrtException e) {
            throw new BackendException("ONNX Runtime refuses to copy " + dtype + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        copiers.values().forEach(BoundSession::close);
        copiers.clear();
    }
}
