package org.pushforward.benchmark.run;

import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;

/** Where backends come from. Implementations are safe for use by several threads. */
public interface BackendSource {

    /** Returns what each backend says of itself, by name. */
    Map<String, BackendDescription> descriptions();

    /** Returns the coordinates to add for each backend of this project that is not there, by name. */
    Map<String, String> missing();

    /**
     * Opens a backend.
     *
     * @throws BackendException if there is none of that name, or its device is absent, saying what there is
     */
    Backend open(String name, BackendOptions options);
}
