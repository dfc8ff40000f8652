package org.pushforward.conformance.junit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system in memory that a test can fill up. Only root may mount one, and only on Linux. */
final class SmallDisk implements AutoCloseable {
    private static final String SIZE = "8m";

    private final Path place;

    private SmallDisk(Path place) {
        this.place = place;
    }

    /** Mounts a file system at an empty folder; empty if this is not allowed. */
    static Optional<SmallDisk> mount(Path place) throws IOException {
        Files.createDirectories(place);
        boolean linux = System.getProperty("os.name").equals("Linux");
        boolean mounted = linux && run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", place.toString());
        return mounted ? Optional.of(new SmallDisk(place)) : Optional.empty();
    }

    /** Runs a command and returns whether it succeeded. */
    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Path filler() {
        return place.resolve("filler");
    }

    /** Fills the disk up to some bytes, in whole pages. */
    void fill(long left) throws IOException {
        long filling = Files.getFileStore(place).getUsableSpace() - left;
        try (OutputStream out = Files.newOutputStream(filler())) {
            byte[] page = new byte[4096];
            for (long written = 0; written < filling; written += page.length) {
                out.write(page);
            }
        }
    }

    /** Makes room again. */
    void empty() throws IOException {
        Files.deleteIfExists(filler());
    }

    @Override
    public void close() throws IOException {
        if (!run("umount", place.toString())) {
            throw new IOException("cannot unmount " + place);
        }
    }
}
