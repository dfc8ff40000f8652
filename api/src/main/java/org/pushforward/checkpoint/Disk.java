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

/** All disk operations of writing a checkpoint, so that tests can make any of them fail. */
interface Disk {

    /** The content of a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Creates a folder and its missing parents. */
    void makeFolder(Path folder) throws IOException;

    /** Creates a file, and returns once its content is on the disk. */
    void write(Path file, Content content) throws IOException;

    /** Returns once the names in a folder are on the disk, if the platform supports it. */
    void sync(Path folder) throws IOException;

    /** Renames a folder atomically. */
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
                // Windows cannot open folders, but makes names durable anyway.
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
