package org.pushforward.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A lock that lets only one process at a time use a folder.
 *
 * <p>The operating system keeps the lock on the file {@code .lock} and releases it if the process dies. The file names the owner. A
 * process that opened the file twice would lose its lock by closing either channel. It therefore first creates the empty file
 * {@code .open-PROCESS}, which it cannot create twice.
 */
final class RunLock implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String OPEN = ".open-";
    /** The locked byte lies beyond the content, because on Windows locked bytes cannot be read. */
    private static final long LOCKED = 1L << 40;

    private final Path open;
    private final FileChannel channel;

    private RunLock(Path open, FileChannel channel) {
        this.open = open;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws CheckpointException if another process has the lock; the message names the process
     */
    static RunLock of(Path folder) throws IOException {
        ProcessMark self = ProcessMark.current();
        Path open = folder.resolve(OPEN + self);
        try {
            Files.createFile(open);
        } catch (FileAlreadyExistsException e) {
            throw new CheckpointException(folder + " is in use by this process: close() what writes there first", e);
        }
        FileChannel channel;
        try {
            channel = locked(folder, self.pid());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(open);
            throw e;
        }
        RunLock lock = new RunLock(open, channel);
        try {
            sweep(folder, open);
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel locked(Path folder, long pid) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCKED, 1, false) == null) {
                ByteBuffer holder = ByteBuffer.allocate(20);
                int length = Math.max(0, channel.read(holder, 0));
                throw new CheckpointException(folder + " is in use by process "
                        + new String(holder.array(), 0, length, StandardCharsets.US_ASCII).strip()
                        + ": wait for it, stop it, or choose another folder");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void sweep(Path folder, Path own) throws IOException {
        List<Path> others;
        try (Stream<Path> files = Files.list(folder)) {
            others = files.filter(file -> file.getFileName().toString().startsWith(OPEN) && !file.equals(own))
                    .toList();
        }
        for (Path other : others) {
            Files.deleteIfExists(other);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(open);
    }
}
