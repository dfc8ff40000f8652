package org.pushforward.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Everything that writing a checkpoint does to a disk, so that a test can let it fail at any point. */
interface Disk {

    /** What is to be in a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Makes a folder and those above it, where they are not there yet. */
    void makeFolder(Path folder) throws IOException;

    /** Makes a file, and returns when its content has reached the disk. */
    void write(Path file, Content content) throws IOException;

    /** Returns when the names in a folder have reached the disk, where the platform can do that. */
    void sync(Path folder) throws IOException;

    /** Gives a folder another name in one step. */
    void move(Path from, Path to) throws IOException;

    /** Deletes a file or an empty folder. */
    void delete(Path path) throws IOException;

    /** Returns the disk of this machine. */
    static Disk real() {
        return new Disk() {
            @Override
            public void makeFolder(Path folder) throws IOException {
                Files.createDirectories(folder);
            }

            @Override
            public void write(Path file, Content content) throws IOException {
                try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                    content.writeTo(out);
                    out.flush();
                    channel.force(true);
                }
            }

            @Override
            public void sync(Path folder) throws IOException {
                // Windows opens no folders, and keeps their names safe by itself.
                if (!System.getProperty("os.name").startsWith("Windows")) {
                    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                        channel.force(true);
                    }
                }
            }

            @Override
            public void move(Path from, Path to) throws IOException {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            }

            @Override
            public void delete(Path path) throws IOException {
                Files.delete(path);
            }
        };
    }
}
