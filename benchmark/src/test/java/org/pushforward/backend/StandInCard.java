package org.pushforward.backend;

import org.pushforward.backend.reference.ReferenceProvider;

/** Opens a backend that says it computes on a device of its own, and is the interpreter on the processor. */
public final class StandInCard {
    private StandInCard() {}

    /** Opens it under a name, with whatever device. */
    public static Backend open(String name, BackendOptions options) {
        return new Backend(name, options, new ReferenceProvider().open(options.withDevice(Device.cpu())));
    }

    /**
     * Opens it under a name, with whatever device.
     *
     * @param onClose is called before the engine is closed, and may throw
     */
    public static Backend open(String name, BackendOptions options, Runnable onClose) {
        Engine engine = new ReferenceProvider().open(options.withDevice(Device.cpu()));
        return new Backend(name, options, new ForwardingEngine(engine) {
            @Override
            public void close() {
                onClose.run();
                super.close();
            }
        });
    }
}
