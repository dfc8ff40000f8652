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
 * The files that a comparison wrote in its folder, one on a line of {@value #LIST}. By this list a folder is known as that of a
 * comparison, and nothing that is not on it is ever deleted.
 */
final class RunFiles {
    static final String LIST = ".pushforward-files";
    private static final String TITLE = "# The files of a comparison by Pushforward; those alone it may replace.";

    private RunFiles() {}

    /** Marks a folder of our own that is yet to be filled. */
    static void begin(Path folder) throws IOException {
        Files.writeString(folder.resolve(LIST), TITLE + "\n");
    }

    /** Writes the list of what a folder holds now. */
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
                && Files.readString(list, StandardCharsets.UTF_8).startsWith(TITLE);
    }

    private static List<Path> listed(Path folder) throws IOException {
        List<Path> listed = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(LIST))) {
            Path file = folder.resolve(line).normalize();
            // A list that was altered must not lead out of the folder.
            if (!line.isBlank() && !line.startsWith("#") && file.startsWith(folder)) {
                listed.add(file);
            }
        }
        return listed;
    }

    /** Returns what a folder holds that is not on its list, relative to it. */
    static List<Path> others(Path folder) throws IOException {
        List<Path> others = new ArrayList<>(content(folder));
        others.removeAll(listed(folder));
        return others.stream().map(folder::relativize).toList();
    }

    /** Deletes the files of a run, and its folders that are then empty. Of a run that was never listed, all that it wrote. */
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
                    continue; // Somebody keeps something here.
                }
            }
            Files.delete(each);
        }
    }
}
