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
 * The folder that a run leaves: written beside its place under another name, and put there only when it is whole. So there is
 * never half a run, and a run that is to be replaced stays until its successor is complete. Not safe for use by several
 * threads.
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
     * Makes sure, before any work is done, that a run can be written.
     *
     * @param place where the run is to be
     * @param replace whether a run that is there already may be replaced
     * @throws IllegalArgumentException if something is there that may not be replaced
     * @throws RunFolderException if the place cannot be written to
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
        // A slip of --out must not cost a folder of another kind.
        if (!Files.exists(absolute.resolve("report.json"))) {
            throw new IllegalArgumentException(
                    place + " is not the folder of a run, for it holds no report.json: choose another"
                            + " one, or remove it yourself");
        }
    }

    /**
     * Has the run written, and puts it in its place.
     *
     * @param content writes into the folder that it is given
     * @return the place
     * @throws RunFolderException if the disk is full or the place cannot be written to; what was there stays
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

    /** Removes what was written if it was not put in its place. */
    @Override
    public void close() {
        try {
            delete(unfinished);
        } catch (IOException e) {
            throw failure("cannot remove " + unfinished, e);
        }
    }
}
