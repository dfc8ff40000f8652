package org.pushforward.benchmark.infer.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pushforward.io.WholeFile;

/**
 * The file of the lines of a study. A line is on the disk before the next one begins, and a line that was cut off by a crash is removed
 * when the file is opened again. Only one process at a time can open it. Safe for use by several threads.
 */
final class StudyLog implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private final List<StudyLine> lines;

    private StudyLog(Path file, FileChannel channel, FileLock lock, List<StudyLine> lines) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
        this.lines = lines;
    }

    /**
     * Opens a file, or creates it.
     *
     * @throws IllegalArgumentException if another process has opened it
     * @throws org.pushforward.checkpoint.CheckpointException if a line is not one of a study; the message contains its number
     * @throws java.io.UncheckedIOException if it cannot be read or written
     */
    static StudyLog open(Path file) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                return read(file, channel);
            } catch (RuntimeException | IOException | Error e) {
                // This releases the lock too.
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw WholeFile.unreadable(file, e);
        }
    }

    private static StudyLog read(Path file, FileChannel channel) throws IOException {
        FileLock lock = lock(file, channel);
        byte[] bytes = Channels.newInputStream(channel).readAllBytes();
        int end = bytes.length;
        // A crash may have cut a character in two, so look for the end before decoding.
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        channel.truncate(end);
        channel.position(end);
        List<StudyLine> lines = new ArrayList<>();
        for (String line :
                new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList()) {
            lines.add(StudyLine.JSON.read("line " + (lines.size() + 1) + " of " + file, line));
        }
        return new StudyLog(file, channel, lock, lines);
    }

    private static FileLock lock(Path file, FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // This process has opened it before.
        }
        throw new IllegalArgumentException(
                "the study " + file + " is running already: wait for it, or choose another folder with --out");
    }

    /** Returns all lines by field, those of a field in the order in which they were added. */
    synchronized List<StudyLine> lines() {
        return lines.stream().sorted(Comparator.comparingInt(StudyLine::field)).toList();
    }

    synchronized boolean contains(int field, String method) {
        return lines.stream().anyMatch(line -> line.isOf(field, method));
    }

    /** Adds a line and waits until it is on the disk. If that fails, the file is as before. */
    synchronized void append(StudyLine line) {
        try {
            write(channel, (line.text() + "\n").getBytes(StandardCharsets.UTF_8));
            lines.add(line);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes bytes at the position of a channel, or none of them. */
    static void write(FileChannel channel, byte... bytes) throws IOException {
        long before = channel.position();
        try {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(false);
        } catch (IOException e) {
            try {
                // Another thread would append to half a line.
                channel.truncate(before);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }
}
