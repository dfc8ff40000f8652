package org.pushforward.benchmark.infer.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pushforward.io.WholeFile;

/**
 * The file of the lines of a study. A line is on the disk before the next one begins, and a line that was cut off by a crash is removed
 * when the file is opened again. Only one process at a time can open it. Safe
 * for use by several threads.
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
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(file, channel);
            String text = Files.readString(file);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
            channel.position(channel.size());
            List<StudyLine> lines = new ArrayList<>();
            for (String line : whole.lines().toList()) {
                lines.add(StudyLine.JSON.read("line " + (lines.size() + 1) + " of " + file, line));
            }
            return new StudyLog(file, channel, lock, lines);
        } catch (IOException e) {
            throw WholeFile.unreadable(file, e);
        }
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
        channel.close();
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

    /** Adds a line and waits until it is on the disk. */
    synchronized void append(StudyLine line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
            lines.add(line);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
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
