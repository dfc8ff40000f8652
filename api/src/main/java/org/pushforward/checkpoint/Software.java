package org.pushforward.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Backends;

/**
 * The software and hardware that a model was trained with, for information.
 *
 * @param pushforward the version of this library
 * @param backend the backend's name, such as {@code onnx}
 * @param engine the engine and its version, such as {@code ONNX Runtime 1.28.0}
 * @param device the device, and the precision unless it is float32, such as {@code cpu} or {@code gpu:0 tf32}
 * @param threads the number of threads for one run
 * @param java the Java version
 * @param system the operating system and the processor
 * @param commit the Git commit that is checked out in the working directory, if it is in a work tree
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Software(
        String pushforward,
        String backend,
        String engine,
        String device,
        int threads,
        String java,
        String system,
        Optional<String> commit) {

    /** Returns the software and hardware of a backend on this machine. */
    public static Software of(Backend backend) {
        return new Software(
                version(),
                backend.name(),
                Optional.ofNullable(Backends.providers().get(backend.name()))
                        .map(BackendProvider::describe)
                        .map(description -> description.engine())
                        .orElse("unknown"),
                backend.options().place(),
                backend.options().threads(),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                GitCommit.of(Path.of("")));
    }

    /** Returns the version of this library, such as {@code 0.1.0}. */
    public static String version() {
        try (InputStream resource = Software.class.getResourceAsStream("version.txt")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
