package org.pushforward.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk that works for some operations and then fails for good, in the middle of one where that can be: what it leaves is what a
 * process leaves that is killed there.
 */
final class FaultyDisk implements Disk {
    private final Disk disk = Disk.real();
    private final String message;
    private final boolean forGood;
    private int left;
    private boolean failed;

    /**
     * Makes one.
     *
     * @param operations how many operations work
     * @param forGood whether all later ones fail too, or only the next
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
