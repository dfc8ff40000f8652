package org.pushforward.benchmark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether a file can be written before the work that makes its content. */
final class WritablePlace {
    private WritablePlace() {}

    /**
     * Makes a file beside the place and removes it.
     *
     * @throws IllegalArgumentException if that cannot be done, with the reason
     */
    static void check(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " cannot be written: it is a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(file + " cannot be written: its folder does not exist; make it first");
        }
        try {
            Files.delete(Files.createTempFile(folder, ".pushforward", ".probe"));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + " cannot be written: no file can be made in " + folder + "; choose another folder", e);
        }
    }
}
