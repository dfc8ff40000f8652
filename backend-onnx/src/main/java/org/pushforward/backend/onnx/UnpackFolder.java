package org.pushforward.backend.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The folder that ONNX Runtime unpacks its libraries into: that of the system property {@code java.io.tmpdir}. */
final class UnpackFolder {
    private static final String PROPERTY = "java.io.tmpdir";
    /** The libraries for the CPU take 25 MB. */
    private static final long NEEDED = 64L << 20;

    private static final Path MOUNTS = Path.of("/proc/mounts");

    private UnpackFolder() {}

    /** Returns what keeps libraries from being unpacked and loaded there, with what to do; empty if nothing is known to. */
    static String problem() {
        return problem(System.getProperty(PROPERTY), mounts());
    }

    static String problem(String name, List<String> mounts) {
        String what = "the folder for temporary files, " + name + ", ";
        String advice = "; -D" + PROPERTY + "=DIR chooses another one";
        try {
            Path folder = Path.of(name);
            if (!Files.isDirectory(folder)) {
                return what + "does not exist" + advice;
            }
            if (!Files.isWritable(folder)) {
                return what + "cannot be written to" + advice;
            }
            if (Files.getFileStore(folder).getUsableSpace() < NEEDED) {
                return what + "has less than " + (NEEDED >> 20) + " MB left" + advice;
            }
            if (forbidsExecution(folder.toRealPath(), mounts)) {
                return what + "is mounted 'noexec', so no library can be loaded from there" + advice;
            }
            return "";
        } catch (IOException | InvalidPathException e) {
            return what + "cannot be used: " + e.getMessage() + advice;
        }
    }

    /** Of the mounts that hold a folder, the deepest and last one counts. */
    private static boolean forbidsExecution(Path folder, List<String> mounts) {
        int deepest = -1;
        boolean forbids = false;
        for (String mount : mounts) {
            String[] words = mount.split(" ");
            if (words.length > 3
                    && folder.startsWith(words[1])
                    && Path.of(words[1]).getNameCount() >= deepest) {
                deepest = Path.of(words[1]).getNameCount();
                forbids = List.of(words[3].split(",")).contains("noexec");
            }
        }
        return forbids;
    }

    private static List<String> mounts() {
        try {
            return Files.isReadable(MOUNTS) ? Files.readAllLines(MOUNTS) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
