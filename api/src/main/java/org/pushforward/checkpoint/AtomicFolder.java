package org.pushforward.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder with a few files that is always complete or absent, even if the process or the machine stops at any time.
 *
 * <p>A new folder is written next to its final place as {@code .NAME.unfinished-PROCESS-...}, synced and renamed. An existing folder is
 * first renamed to {@code .NAME.replaced-PROCESS-...}, and deleted once the new one is in place. If the process dies in between,
 * {@link #find} still finds it. Leftovers of dead processes are removed. Only the files named here, and folders that are empty afterwards,
 * are ever deleted.
 */
final class AtomicFolder {
    private static final String UNFINISHED = "unfinished";
    private static final String REPLACED = "replaced";

    private final Path place;
    private final Set<String> files;
    private final Disk disk;

    /**
     * Describes a folder.
     *
     * @param files the names of the files that it may contain
     */
    AtomicFolder(Path place, Set<String> files, Disk disk) {
        this.place = place.toAbsolutePath().normalize();
        this.files = Set.copyOf(files);
        this.disk = disk;
        if (this.place.getFileName() == null) {
            throw new CheckpointException("cannot write to " + place + ": expected the name of a folder");
        }
    }

    /** Writes all files in order and replaces an existing folder. If this fails, the existing folder stays. */
    void write(Map<String, Disk.Content> contents) throws IOException {
        disk.makeFolder(place.getParent());
        sweep(UNFINISHED);
        Path unfinished = sibling(UNFINISHED);
        try {
            disk.makeFolder(unfinished);
            for (Map.Entry<String, Disk.Content> file : contents.entrySet()) {
                disk.write(unfinished.resolve(file.getKey()), file.getValue());
            }
            disk.sync(unfinished);
            putInPlace(unfinished);
        } catch (IOException | RuntimeException e) {
            removeIfPossible(unfinished);
            throw e;
        }
        sweep(REPLACED);
    }

    private void putInPlace(Path unfinished) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            disk.move(unfinished, place);
            disk.sync(place.getParent());
            return;
        }
        Path old = sibling(REPLACED);
        disk.move(place, old);
        try {
            disk.move(unfinished, place);
        } catch (IOException e) {
            disk.move(old, place);
            throw e;
        }
        disk.sync(place.getParent());
        removeIfPossible(old);
    }

    /** Deletes the folder. It is renamed first, so that it is never partly there. */
    void delete() throws IOException {
        Path unfinished = sibling(UNFINISHED);
        disk.move(place, unfinished);
        remove(unfinished);
    }

    private Path sibling(String kind) {
        return place.resolveSibling("." + place.getFileName() + "." + kind + "-" + ProcessMark.current() + "-"
                + Long.toHexString(System.nanoTime()));
    }

    private void remove(Path folder) throws IOException {
        for (String name : files) {
            if (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                disk.delete(folder.resolve(name));
            }
        }
        disk.delete(folder);
    }

    /**
     * Removes a folder if possible. A failure is only logged, because an earlier error matters more and a later sweep removes the folder.
     */
    private void removeIfPossible(Path folder) {
        try {
            if (Files.exists(folder)) {
                remove(folder);
            }
        } catch (IOException e) {
            System.getLogger(AtomicFolder.class.getName()).log(System.Logger.Level.DEBUG, "cannot remove " + folder, e);
        }
    }

    private void sweep(String kind) throws IOException {
        for (Leftover each : Leftover.in(place.getParent())) {
            if (each.place().equals(place) && each.kind().equals(kind) && each.isOfDeadProcess()) {
                removeIfPossible(each.path());
            }
        }
    }

    /** Removes leftovers of dead processes in a folder, and restores folders that they set aside but did not replace. */
    static void recover(Path folder, Set<String> files, Disk disk) throws IOException {
        for (Leftover each : Leftover.in(folder)) {
            if (each.isOfDeadProcess()) {
                if (each.kind().equals(REPLACED) && !Files.exists(each.place())) {
                    disk.move(each.path(), each.place());
                } else {
                    new AtomicFolder(each.place(), files, disk).removeIfPossible(each.path());
                }
            }
        }
    }

    /** A folder that a process is writing next to a place, or has set aside. */
    private record Leftover(Path path, Path place, String kind, ProcessMark process) {
        private static final Pattern NAME = Pattern.compile(
                "\\.(.+)\\.(" + UNFINISHED + "|" + REPLACED + ")-" + ProcessMark.PATTERN + "-[0-9a-f]+");

        static List<Leftover> in(Path folder) throws IOException {
            List<Leftover> found = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> {
                    Matcher matcher = NAME.matcher(file.getFileName().toString());
                    if (matcher.matches()) {
                        Path place = file.resolveSibling(matcher.group(1));
                        ProcessMark process =
                                new ProcessMark(Long.parseLong(matcher.group(3)), Long.parseLong(matcher.group(4)));
                        found.add(new Leftover(file, place, matcher.group(2), process));
                    }
                });
            }
            return found;
        }

        boolean isOfDeadProcess() {
            return !process.isAlive();
        }
    }

    /** Returns the path of the content of a place: the place, or the path to which a process moved it before it died. */
    static Optional<Path> find(Path place) throws IOException {
        Path absolute = place.toAbsolutePath().normalize();
        if (Files.exists(absolute)) {
            return Optional.of(absolute);
        }
        if (absolute.getFileName() == null || !Files.isDirectory(absolute.getParent())) {
            return Optional.empty();
        }
        return Leftover.in(absolute.getParent()).stream()
                .filter(each -> each.kind().equals(REPLACED) && each.place().equals(absolute))
                .map(Leftover::path)
                .findFirst();
    }
}
