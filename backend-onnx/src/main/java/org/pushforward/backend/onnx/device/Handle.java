package org.pushforward.backend.onnx.device;

import com.sun.jna.Pointer;
import java.util.function.Consumer;

/** An object of the native library, which is released once. Not safe for use by several threads. */
final class Handle implements AutoCloseable {
    private final Pointer pointer;
    private final Consumer<Pointer> release;
    private boolean closed;

    Handle(Pointer pointer, Consumer<Pointer> release) {
        this.pointer = pointer;
        this.release = release;
    }

    /**
     * Returns the address.
     *
     * @throws IllegalStateException if the object was released
     */
    Pointer pointer() {
        if (closed) {
            throw new IllegalStateException("a native object of ONNX Runtime was used after close()");
        }
        return pointer;
    }

    /** Releases the object. Closing twice has no effect. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.accept(pointer);
        }
    }
}
