package org.pushforward.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.pushforward.Stability;

/**
 * Writes files atomically: under a temporary name in the same folder, synced to the disk, then renamed. A reader sees either the old or
 * the new content, even after a crash.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file, or replaces it.
     *
     * @throws UncheckedIOException if the file cannot be written; the message states the reason, and the old file is unchanged
     */
    public static void write(Path file, byte[] content) {
        Path part = file.resolveSibling(
                "." + file.getFileName() + ".part-" + ProcessHandle.current().pid());
        try {
            writeAndSync(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            UncheckedIOException failure =
                    new UncheckedIOException("cannot write " + file + ": " + whyNotWritten(e), e);
            try {
                Files.deleteIfExists(part);
            } catch (IOException suppressed) {
                failure.addSuppressed(suppressed);
            }
            throw failure;
        }
    }

    private static void writeAndSync(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** Makes a rename durable. Systems that cannot open folders need no sync. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }

    /**
     * Creates a folder and its missing parents.
     *
     * @throws UncheckedIOException if the folder cannot be created; the message states the reason
     */
    public static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder + ": " + whyNotWritten(e), e);
        }
    }

    /** Returns an exception with the reason why a file cannot be read. */
    public static UncheckedIOException unreadable(Path file, IOException cause) {
        String reason = cause instanceof NoSuchFileException
                ? "no such file"
                : cause instanceof AccessDeniedException ? "permission denied" : message(cause);
        return new UncheckedIOException("cannot read " + file + ": " + reason, cause);
    }

    static String whyNotWritten(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "its folder does not exist; make it first";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "a file of that name is in the way; remove it or choose another folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied; choose a folder that you may write to";
        }
        String message = message(cause);
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

    /** Returns the reason given by the system, which is not the message if that is only the file name. */
    private static String message(IOException cause) {
        return cause instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(cause.getMessage());
    }
}
