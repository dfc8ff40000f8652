package org.pushforward.benchmark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks that a file can be written, before the work that produces its content. */
final class WritablePlace {
    private WritablePlace() {}

    /**
     * Creates a temporary file in the same folder and deletes it.
     *
     * @throws IllegalArgumentException if the file cannot be written; the message gives the reason
     */
    static void check(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " cannot be written: it is a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(file + " cannot be written: its folder does not exist; create it first");
        }
        try {
            Files.delete(Files.createTempFile(folder, ".pushforward", ".probe"));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + " cannot be written: no file can be created in " + folder + "; choose another folder", e);
        }
    }
}
