package org.pushforward.benchmark.run;

import java.util.Map;
import java.util.TreeMap;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.reference.ReferenceProvider;

/** The engines on the class path, without the reference interpreter, which must be named explicitly. */
public final class InstalledBackends implements BackendSource {
    private final Cancellation cancellation;

    /** Creates a source of backends that wait for each compilation. */
    public InstalledBackends() {
        this(new Cancellation());
    }

    /** Creates a source of backends that give up long compilations once a stop is requested. */
    public InstalledBackends(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    @Override
    public Map<String, BackendDescription> descriptions() {
        Map<String, BackendDescription> descriptions = new TreeMap<>();
        Backends.providers().forEach((name, provider) -> descriptions.put(name, provider.describe()));
        descriptions.remove(ReferenceProvider.NAME);
        return descriptions;
    }

    @Override
    public Map<String, String> missing() {
        return Backends.missing();
    }

    @Override
    public Backend open(String name, BackendOptions options) {
        return Backends.open(name, options, cancellation);
    }
}
