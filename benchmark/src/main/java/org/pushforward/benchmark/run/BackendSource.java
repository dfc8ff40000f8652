package org.pushforward.benchmark.run;

import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;

/** A source of backends. Implementations are safe for use by several threads. */
public interface BackendSource {

    /** Returns the description of each backend, by name. */
    Map<String, BackendDescription> descriptions();

    /** Returns the coordinates to add for each missing backend of this project, by name. */
    Map<String, String> missing();

    /**
     * Opens a backend.
     *
     * @throws BackendException if the backend or its device does not exist; the message lists what exists
     */
    Backend open(String name, BackendOptions options);
}
