package org.pushforward.backend.onnx.device;

import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes that pass between the JVM and the values of a device. Safe for use by several threads. */
public final class Traffic {
    private final LongAdder fed = new LongAdder();
    private final LongAdder fetched = new LongAdder();

    /** Starts at zero. */
    public Traffic() {}

    void fed(long bytes) {
        fed.add(bytes);
    }

    void fetched(long bytes) {
        fetched.add(bytes);
    }

    /** Returns the number of bytes that left the JVM. */
    public long fed() {
        return fed.sum();
    }

    /** Returns the number of bytes that came to the JVM. */
    public long fetched() {
        return fetched.sum();
    }
}
