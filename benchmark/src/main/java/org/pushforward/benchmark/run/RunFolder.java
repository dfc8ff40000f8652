package org.pushforward.benchmark.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder with the results of a comparison or an inference. It reserves its path at the start, so the second of two runs with the same
 * name is refused immediately. The run is written under a temporary name next to the path, and moved to the path only when it is complete.
 * So there is never an incomplete run, and an existing run remains until its replacement is complete.
 *
 * <p>A list of files ({@link RunFiles}) identifies a run, and an existing run is deleted by this list only. Leftovers of dead
 * processes are removed. Not safe for use by several threads.
 */
public final class RunFolder implements AutoCloseable {
    private static final String RESERVED = ".reserved-";
    private static final Pattern LEFT = Pattern.compile("\\.(.+)\\.unfinished-(\\d{1,18})(-old)?");

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
        Path folder = absolute.resolveSibling("." + absolute.getFileName() + ".unfinished-"
                + ProcessHandle.current().pid());
        try {
            Files.createDirectories(absolute.getParent());
            sweep(absolute);
            boolean there = Files.exists(absolute, LinkOption.NOFOLLOW_LINKS);
            if (there) {
                refuseToReplace(absolute, place, replace);
            } else {
                take(absolute, place);
            }
            RunFiles.delete(folder);
            Files.createDirectory(folder);
            RunFiles.begin(folder);
            return new RunFolder(absolute, folder, there);
        } catch (IOException e) {
            throw failure("cannot write to " + absolute.getParent(), e);
        }
    }

    /** Creates the folder; this is atomic, so two processes cannot both succeed. */
    private static void take(Path absolute, Path place) throws IOException {
        try {
            Files.createDirectory(absolute);
            Files.createFile(absolute.resolve(RESERVED + ProcessHandle.current().pid()));
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("the run folder " + place + " was just reserved by another run", e);
        }
    }

    private static void refuseToReplace(Path absolute, Path place, boolean replace) throws IOException {
        if (isReserved(absolute)) {
            throw new IllegalArgumentException("the run folder " + place
                    + " belongs to a run that is not finished yet: wait for it, or choose another folder with --out");
        }
        if (!replace) {
            throw new IllegalArgumentException(
                    "the run folder " + place
                            + " exists already: --force replaces it, --out chooses another, or give the experiment another name");
        }
        // A mistyped --out must not delete a folder that is not a run, nor other files in the folder of a run.
        if (!RunFiles.isRun(absolute)) {
            throw new IllegalArgumentException(
                    place + " is not the folder of a comparison or an inference, because it has no " + RunFiles.LIST
                            + ": choose another one, or remove it yourself");
        }
        RunFiles.others(absolute).stream().findFirst().ifPresent(other -> {
            throw new IllegalArgumentException(
                    place + " contains " + other + ", which no run wrote: move it away, or choose another folder");
        });
    }

    private static boolean isReserved(Path absolute) throws IOException {
        if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(absolute)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(RESERVED));
        }
    }

    /** Removes leftovers of dead processes for this path, and restores a run that a dead process had moved aside. */
    private static void sweep(Path absolute) throws IOException {
        List<Path> beside;
        try (Stream<Path> files = Files.list(absolute.getParent())) {
            beside = files.toList();
        }
        for (Path path : beside) {
            Matcher name = LEFT.matcher(path.getFileName().toString());
            if (name.matches()
                    && name.group(1).equals(absolute.getFileName().toString())
                    && isDead(Long.parseLong(name.group(2)))) {
                if (name.group(3) != null && !Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(path, absolute, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    RunFiles.delete(path);
                }
            }
        }
        release(absolute, file -> isDead(pid(file)));
    }

    private static boolean isDead(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    private static long pid(Path reservation) {
        String digits = reservation.getFileName().toString().substring(RESERVED.length());
        return digits.matches("\\d{1,18}")
                ? Long.parseLong(digits)
                : ProcessHandle.current().pid();
    }

    /** Releases a path whose folder contains only a reservation. */
    private static void release(Path absolute, Predicate<Path> whose) throws IOException {
        if (!isReserved(absolute)) {
            return;
        }
        List<Path> content;
        try (Stream<Path> files = Files.list(absolute)) {
            content = files.toList();
        }
        if (content.size() == 1 && whose.test(content.get(0))) {
            Files.delete(content.get(0));
            Files.delete(absolute);
        }
    }

    /**
     * Writes the run and moves it to its path, or to a path next to it if something else has been put there meanwhile.
     *
     * @param content writes the content of the run to a given folder
     * @return the path
     * @throws RunFolderException if the disk is full or the path is not writable; an existing run stays unchanged
     */
    public Path publish(Consumer<Path> content) {
        try {
            content.accept(unfinished);
            RunFiles.list(unfinished);
            return replace && Files.exists(place) ? swap() : put();
        } catch (IOException e) {
            throw failure("cannot put the run at " + place, e);
        } catch (UncheckedIOException e) {
            throw failure("cannot write the run to " + place, e.getCause());
        }
    }

    private Path put() throws IOException {
        release(place, this::isOwn);
        Path free = place;
        for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
            free = place.resolveSibling(place.getFileName() + "-" + i);
        }
        Files.move(unfinished, free, StandardCopyOption.ATOMIC_MOVE);
        return free;
    }

    private boolean isOwn(Path reservation) {
        return pid(reservation) == ProcessHandle.current().pid();
    }

    private Path swap() throws IOException {
        Path old = unfinished.resolveSibling(unfinished.getFileName() + "-old");
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        RunFiles.delete(old);
        return place;
    }

    private static RunFolderException failure(String what, IOException cause) {
        String why = cause instanceof AccessDeniedException
                ? "permission denied"
                : cause instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : cause.getMessage();
        return new RunFolderException(what + ": " + why + "; --out chooses another folder", cause);
    }

    /** Removes the temporary folder if the run was not published, and releases the path. */
    @Override
    public void close() {
        try {
            RunFiles.delete(unfinished);
            release(place, this::isOwn);
        } catch (IOException e) {
            throw failure("cannot remove " + unfinished, e);
        }
    }
}
