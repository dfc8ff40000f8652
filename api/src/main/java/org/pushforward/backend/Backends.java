package org.pushforward.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.pushforward.Stability;

/** Finds backends on the class path by name. */
@Stability(Stability.Level.STABLE)
public final class Backends {
    /** The coordinates of the backends of this project; other backends need no entry. */
    private static final Map<String, String> COORDINATES = new TreeMap<>(Map.of(
            "onnx", "org.pushforward:pushforward-onnx",
            "tensorflow", "org.pushforward:pushforward-tensorflow",
            "djl", "org.pushforward:pushforward-djl"));

    private Backends() {}

    /** Returns the providers on the class path, by name; if two have the same name, the first one counts. */
    public static Map<String, BackendProvider> providers() {
        Map<String, BackendProvider> providers = new TreeMap<>();
        ServiceLoader.load(BackendProvider.class).forEach(provider -> providers.putIfAbsent(provider.name(), provider));
        return providers;
    }

    /** Returns the coordinates to add for each backend of this project that is not on the class path, by name. */
    public static Map<String, String> missing() {
        Map<String, String> missing = new TreeMap<>(COORDINATES);
        missing.keySet().removeAll(providers().keySet());
        return missing;
    }

    /** Opens a backend on the CPU with a thread for each core. */
    public static Backend open(String name) {
        return open(name, BackendOptions.defaults());
    }

    /**
     * Opens a backend.
     *
     * @throws BackendException if no backend has this name, listing the existing ones and the coordinates to add, or if
     * its device is absent or unsupported here, or if it cannot compute in the precision
     */
    public static Backend open(String name, BackendOptions options) {
        Map<String, BackendProvider> providers = providers();
        BackendProvider provider = providers.get(name);
        if (provider == null) {
            List<String> advice = new ArrayList<>();
            missing().forEach((other, coordinates) -> advice.add(other + " (" + coordinates + ")"));
            throw new BackendException("no backend '" + name + "'; on the class path: " + providers.keySet()
                    + (advice.isEmpty() ? "" : "; to be added: " + String.join(", ", advice)));
        }
        options.precision()
                .obstacle(options.device(), Optional.ofNullable(System.getenv(Precision.OVERRIDE)))
                .ifPresent(why -> {
                    throw new BackendException("precision " + options.precision() + " of backend " + name + " on "
                            + options.device() + ": " + why);
                });
        return new Backend(name, options, provider.open(options));
    }
}
