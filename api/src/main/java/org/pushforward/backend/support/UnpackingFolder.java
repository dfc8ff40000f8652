package org.pushforward.backend.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.pushforward.Stability;

/**
 * A folder into which an engine unpacks its native libraries before it loads them.
 *
 * @param path the folder, which the engine may create
 * @param mebibytes the space that the libraries need
 * @param setting the option that sets another folder, such as {@code -Djava.io.tmpdir=FOLDER}
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record UnpackingFolder(Path path, long mebibytes, String setting) {
    private static final Path MOUNTS = Path.of("/proc/mounts");

    /** Returns the folder for temporary files. */
    public static UnpackingFolder temporary(long mebibytes) {
        return new UnpackingFolder(
                Path.of(System.getProperty("java.io.tmpdir")),
                mebibytes,
                "-Djava.io.tmpdir=FOLDER (JAVA_TOOL_OPTIONS)");
    }

    /** Returns why libraries cannot be loaded from the folder and what to do, as the end of a message; empty if no problem is found. */
    public String problem() {
        try {
            List<String> mounts = Files.isReadable(MOUNTS) ? Files.readAllLines(MOUNTS) : List.of();
            String why = why(mounts);
            return why.isEmpty()
                    ? ""
                    : "; the folder " + path + ", into which native libraries are unpacked, " + why
                            + ": fix that, or set another folder with " + setting;
        } catch (IOException e) {
            throw new UncheckedIOException("looking at " + path, e);
        }
    }

    private String why(List<String> mounts) throws IOException {
        Path there = path.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        boolean absent = !Files.isDirectory(path);
        boolean temporary = path.equals(Path.of(System.getProperty("java.io.tmpdir")));
        if (absent && (temporary || Files.exists(path))) {
            return "does not exist";
        }
        if (!Files.isDirectory(there)) {
            return "cannot be made, because " + there + " is not a folder";
        }
        if (!Files.isWritable(there)) {
            return "cannot be written";
        }
        if (isWithoutExecution(there, mounts)) {
            return "is mounted noexec, so that nothing can be loaded from it";
        }
        long free = Files.getFileStore(there).getUsableSpace() >> 20;
        return absent || temporary
                ? free < mebibytes ? "has " + free + " MiB free of the " + mebibytes + " MiB needed" : ""
                : free == 0 ? "is full" : "";
    }

    /** Returns whether the mount of a folder is noexec, according to lines in the format of /proc/mounts. */
    static boolean isWithoutExecution(Path folder, List<String> mounts) {
        return mounts.stream()
                .map(line -> line.split(" "))
                .filter(mount -> mount.length > 3 && folder.startsWith(Path.of(mount[1].replace("\\040", " "))))
                .max(Comparator.comparingInt(mount -> mount[1].length()))
                .map(mount -> List.of(mount[3].split(",")).contains("noexec"))
                .orElse(false);
    }
}
