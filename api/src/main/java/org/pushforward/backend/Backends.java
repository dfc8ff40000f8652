package org.pushforward.backend;

import java.time.Duration;
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

    private static final int PATIENCE_SECONDS = 5;

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
        return new Backend(name, options, engine(name, options));
    }

    /**
     * Opens a backend whose compilations end early: one that takes more than {@value #PATIENCE_SECONDS} seconds after a stop was requested
     * is given up with a {@link java.util.concurrent.CancellationException}. Nothing more is compiled then, and the engine is closed when
     * its native code returns. A program that ends before that should call {@link Runtime#halt}, since a regular exit unloads libraries
     * that are still in use.
     *
     * @param cancellation requests a stop
     * @throws BackendException as {@link #open(String, BackendOptions)} does
     */
    public static Backend open(String name, BackendOptions options, Cancellation cancellation) {
        Duration patience = Duration.ofSeconds(PATIENCE_SECONDS);
        return new Backend(name, options, new StoppableEngine(engine(name, options), cancellation, patience));
    }

    private static Engine engine(String name, BackendOptions options) {
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
        return provider.open(options);
    }
}
