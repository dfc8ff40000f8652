package org.pushforward.benchmark.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder with the results of a run. It is written under a temporary name next to its final path, and moved there
 * only when it is complete. So there is never an incomplete run, and an existing run stays until its replacement is
 * complete. Not safe for use by several threads.
 */
public final class RunFolder implements AutoCloseable {
    private final Path place;
    private final Path unfinished;
    private final boolean replace;

    private RunFolder(Path place, Path unfinished, boolean replace) {
        this.place = place;
        this.unfinished = unfinished;
        this.replace = replace;
    }

    /**
     * Checks, before any work is done, that a run can be written.
     *
     * @param place the path of the run
     * @param replace whether an existing run may be replaced
     * @throws IllegalArgumentException if the path exists and may not be replaced
     * @throws RunFolderException if the path is not writable
     */
    public static RunFolder reserve(Path place, boolean replace) {
        Path absolute = place.toAbsolutePath().normalize();
        refuseToReplace(absolute, place, replace);
        Path folder = absolute.resolveSibling("." + absolute.getFileName() + ".unfinished-"
                + ProcessHandle.current().pid());
        try {
            delete(folder);
            Files.createDirectories(folder);
            return new RunFolder(absolute, folder, replace);
        } catch (IOException e) {
            throw failure("cannot write to " + absolute.getParent(), e);
        }
    }

    private static void refuseToReplace(Path absolute, Path place, boolean replace) {
        if (!Files.exists(absolute)) {
            return;
        }
        if (!replace) {
            throw new IllegalArgumentException(
                    "the run folder " + place
                            + " exists already: --force replaces it, --out chooses another, or give the experiment another name");
        }
        // A mistyped --out must not delete a folder that is not a run.
        if (!Files.exists(absolute.resolve("report.json"))) {
            throw new IllegalArgumentException(
                    place + " is not the folder of a run, for it holds no report.json: choose another"
                            + " one, or remove it yourself");
        }
    }

    /**
     * Writes the run and moves it to its path.
     *
     * @param content writes into a given folder
     * @return the path
     * @throws RunFolderException if the disk is full or the path is not writable; an existing run stays unchanged
     */
    public Path publish(Consumer<Path> content) {
        try {
            content.accept(unfinished);
            if (replace && Files.exists(place)) {
                swap();
            } else {
                Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
            }
            return place;
        } catch (IOException e) {
            throw failure("cannot put the run at " + place, e);
        } catch (UncheckedIOException e) {
            throw failure("cannot write the run to " + place, e.getCause());
        }
    }

    private void swap() throws IOException {
        Path old = unfinished.resolveSibling(unfinished.getFileName() + "-old");
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        delete(old);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> entries = Files.walk(folder)) {
            deepestFirst = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : deepestFirst) {
            Files.delete(entry);
        }
    }

    private static RunFolderException failure(String what, IOException cause) {
        String why = cause instanceof AccessDeniedException
                ? "permission denied"
                : cause instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : cause.getMessage();
        return new RunFolderException(what + ": " + why + "; --out chooses another folder", cause);
    }

    /** Removes the temporary folder if the run was not published. */
    @Override
    public void close() {
        try {
            delete(unfinished);
        } catch (IOException e) {
            throw failure("cannot remove " + unfinished, e);
        }
    }
}
