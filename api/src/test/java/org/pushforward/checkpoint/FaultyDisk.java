package org.pushforward.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk that works for some operations and then fails, in the middle of an operation if possible. It leaves the same files as a process
 * that is killed at this point.
 */
final class FaultyDisk implements Disk {
    private final Disk disk = Disk.real();
    private final String message;
    private final boolean forGood;
    private int left;
    private boolean failed;

    /**
     * Creates a disk.
     *
     * @param operations the number of operations that succeed
     * @param forGood whether all later operations fail, or only the next one
     */
    FaultyDisk(int operations, boolean forGood, String message) {
        this.left = operations;
        this.forGood = forGood;
        this.message = message;
    }

    boolean failed() {
        return failed;
    }

    private boolean fails() {
        boolean fails = left-- <= 0 && (forGood || !failed);
        failed |= fails;
        return fails;
    }

    private void check() throws IOException {
        if (fails()) {
            throw new IOException(message);
        }
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        check();
        disk.makeFolder(folder);
    }

    @Override
    public void write(Path file, Content content) throws IOException {
        if (fails()) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            content.writeTo(whole);
            try (OutputStream half = Files.newOutputStream(file)) {
                half.write(whole.toByteArray(), 0, whole.size() / 2);
            }
            throw new IOException(message);
        }
        disk.write(file, content);
    }

    @Override
    public void sync(Path folder) throws IOException {
        check();
        disk.sync(folder);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        check();
        disk.move(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        check();
        disk.delete(path);
    }
}
