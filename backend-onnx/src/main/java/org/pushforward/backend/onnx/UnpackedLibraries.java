package org.pushforward.backend.onnx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The native libraries that ONNX Runtime unpacks into a new temporary folder for each process. The folder stays behind:
 * empty if the process ends normally, and full if it is killed.
 */
final class UnpackedLibraries {
    private static final Path MAPPED = Path.of("/proc/self/maps");

    private UnpackedLibraries() {}

    /**
     * Deletes the folder after the libraries are loaded. Linux keeps mapped files; on other systems this does nothing.
     */
    static void delete() {
        if (!Files.isReadable(MAPPED)) {
            return;
        }
        try {
            for (Path folder : folders()) {
                delete(folder);
            }
        } catch (IOException e) {
            // The engine deletes the remaining files when the process ends.
        }
    }

    private static List<Path> folders() throws IOException {
        try (Stream<String> lines = Files.lines(MAPPED, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("/onnxruntime-java"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))).getParent())
                    .filter(folder -> folder.getFileName().toString().startsWith("onnxruntime-java"))
                    .distinct()
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> libraries;
        try (Stream<Path> files = Files.list(folder)) {
            libraries = files.toList();
        }
        for (Path library : libraries) {
            Files.deleteIfExists(library);
        }
        Files.deleteIfExists(folder);
    }
}
