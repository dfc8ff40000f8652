package org.pushforward.backend;

import org.pushforward.backend.reference.ReferenceProvider;

/** Opens a backend that says it computes on a device of its own, and is the interpreter on the processor. */
public final class StandInCard {
    private StandInCard() {}

    /** Opens it under a name, with whatever device. */
    public static Backend open(String name, BackendOptions options) {
        return new Backend(name, options, new ReferenceProvider().open(options.withDevice(Device.cpu())));
    }
}
