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
 * A folder of a few files that is there whole or not at all, whenever a process or the machine may stop.
 *
 * <p>It is written beside its place as {@code .NAME.unfinished-PROCESS-...}, synced, and renamed. One that it replaces is first renamed
 * {@code .NAME.replaced-PROCESS-...}, and deleted when the new one is there; should the process die in between, {@link #find} still
 * finds it. What dead processes left is swept. Nothing is ever deleted but the files named here, and folders that are then empty.
 */
final class AtomicFolder {
    private static final String UNFINISHED = "unfinished";
    private static final String REPLACED = "replaced";

    private final Path place;
    private final Set<String> files;
    private final Disk disk;

    /**
     * Makes one.
     *
     * @param files the names of the files that it may hold
     */
    AtomicFolder(Path place, Set<String> files, Disk disk) {
        this.place = place.toAbsolutePath().normalize();
        this.files = Set.copyOf(files);
        this.disk = disk;
        if (this.place.getFileName() == null) {
            throw new CheckpointException("cannot write to " + place + ": expected the name of a folder");
        }
    }

    /** Writes all files, in their order, in place of the folder that may be there. What was there stays if this fails. */
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

    /** Deletes the folder, which is first given another name, so that it is never there in part. */
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

    /** Removes a folder, or leaves it to be swept: what went before matters more. */
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

    /** Sweeps what dead processes left of the places in a folder, and puts back what they had set aside without a successor. */
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

    /** Something that a process writes beside a place, or has set aside. */
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

    /** Returns where the content of a place lies: there, or where a process that died while it replaced it has put it. */
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
