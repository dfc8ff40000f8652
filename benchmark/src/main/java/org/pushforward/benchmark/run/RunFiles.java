package org.pushforward.benchmark.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of files that a comparison or an inference wrote to its folder, one per line of {@value #LIST}. The list identifies the folder
 * of a run, and files that are not on it are never deleted.
 */
final class RunFiles {
    static final String LIST = ".pushforward-files";
    private static final String TITLE = "# The files of a run by Pushforward, which may replace only these.";
    /** How the titles of all versions begin. */
    private static final String MARK = "# The files of a ";

    private RunFiles() {}

    /** Marks a new, empty folder as that of a comparison. */
    static void begin(Path folder) throws IOException {
        Files.writeString(folder.resolve(LIST), TITLE + "\n");
    }

    /** Writes the list of the files that a folder now contains. */
    static void list(Path folder) throws IOException {
        String names = content(folder).stream()
                .map(file -> folder.relativize(file).toString() + "\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve(LIST), TITLE + "\n" + names);
    }

    private static List<Path> content(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.equals(folder.resolve(LIST)))
                    .sorted()
                    .toList();
        }
    }

    static boolean isRun(Path folder) throws IOException {
        Path list = folder.resolve(LIST);
        return Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)
                && Files.readString(list, StandardCharsets.UTF_8).startsWith(MARK);
    }

    private static List<Path> listed(Path folder) throws IOException {
        List<Path> listed = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(LIST))) {
            Path file = folder.resolve(line).normalize();
            // A modified list must not refer to files outside the folder.
            if (!line.isBlank() && !line.startsWith("#") && file.startsWith(folder)) {
                listed.add(file);
            }
        }
        return listed;
    }

    /** Returns the files in a folder that are not on its list, relative to the folder. */
    static List<Path> others(Path folder) throws IOException {
        List<Path> others = new ArrayList<>(content(folder));
        others.removeAll(listed(folder));
        return others.stream().map(folder::relativize).toList();
    }

    /**
     * Deletes the files of a run, and folders that are then empty. If the list is empty, because the run was not finished, deletes
     * all files.
     */
    static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !isRun(folder)) {
            return;
        }
        List<Path> files = listed(folder);
        for (Path file : files.isEmpty() ? content(folder) : files) {
            Files.deleteIfExists(file);
        }
        Files.delete(folder.resolve(LIST));
        List<Path> folders;
        try (Stream<Path> inside = Files.walk(folder)) {
            folders = inside.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path each : folders) {
            try (Stream<Path> inside = Files.list(each)) {
                if (inside.findAny().isPresent()) {
                    continue; // The folder contains files of the user.
                }
            }
            Files.delete(each);
        }
    }
}
