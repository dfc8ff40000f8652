package org.pushforward.benchmark.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Files that are there whole or not at all: written under another name in the same folder, then renamed. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes a file, in place of the one that may be there.
     *
     * @throws ReportException if it cannot; what was there before is still there
     */
    public static void write(Path file, byte[] content) {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.write(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            ReportException failure = failure("cannot write " + file, e);
            try {
                Files.deleteIfExists(part);
            } catch (IOException suppressed) {
                failure.addSuppressed(suppressed);
            }
            throw failure;
        }
    }

    /**
     * Makes a folder and those above it, where they are not there yet.
     *
     * @throws ReportException if it cannot
     */
    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw failure("cannot make the folder " + folder, e);
        }
    }

    private static ReportException failure(String what, IOException cause) {
        return new ReportException(what + ": " + reason(cause), cause);
    }

    static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "its folder does not exist; make it first";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "a file of that name is in the way; remove it or choose another folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied; choose a folder that you may write to";
        }
        String message = cause instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(cause.getMessage());
        String known = message.toLowerCase(Locale.ROOT);
        if (known.contains("no space") || known.contains("not enough space") || known.contains("quota")) {
            return message + "; free some space or choose a folder on another disk";
        }
        if (known.contains("not a directory")) {
            return message + "; a file stands where a folder should be, so choose another folder";
        }
        if (known.contains("is a directory") || known.contains("directory not empty")) {
            return message + "; a folder of that name is in the way; remove it or choose another folder";
        }
        return message;
    }
}
