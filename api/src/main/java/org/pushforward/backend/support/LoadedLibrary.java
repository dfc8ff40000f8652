package org.pushforward.backend.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.pushforward.Stability;

/** Finds the file of a native library that this process has loaded. Works on Linux only. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class LoadedLibrary {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private LoadedLibrary() {}

    /**
     * Returns the file of a loaded library whose name starts with a prefix, such as {@code libtorch_cpu.so}; empty if there is none.
     */
    public static Optional<Path> find(String name) {
        if (!Files.isReadable(MAPS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.filter(line -> line.contains("/" + name))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + MAPS, e);
        }
    }
}
