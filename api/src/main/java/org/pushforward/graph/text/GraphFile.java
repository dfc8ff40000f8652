package org.pushforward.graph.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pushforward.Stability;
import org.pushforward.io.WholeFile;

/**
 * Reads and writes graph files. Writing is atomic: the content goes to a temporary file in the same folder, which is
 * then renamed.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class GraphFile {
    /** The size of the largest file that can be written or read, 1 GiB. */
    public static final long MOST_BYTES = 1L << 30;

    private GraphFile() {}

    /**
     * Writes a file, replacing any existing one.
     *
     * @throws IllegalArgumentException if the content is larger than {@link #MOST_BYTES}
     * @throws UncheckedIOException if the file cannot be written; the message names it, and any existing file is
     * unchanged
     */
    public static void write(Path file, byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new IllegalArgumentException("cannot write " + file + ": " + content.length
                    + " bytes, expected at most " + MOST_BYTES + "; turn large constants into inputs or states");
        }
        WholeFile.write(file, content);
    }

    /**
     * Returns the content of a file.
     *
     * @throws GraphFormatException if the file is larger than {@link #MOST_BYTES}; it is not read then
     * @throws UncheckedIOException if the file cannot be read; the message names it
     */
    public static byte[] read(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new GraphFormatException(
                        file.toString(), "it has " + size + " bytes; expected a graph of at most " + MOST_BYTES);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw WholeFile.unreadable(file, e);
        }
    }
}
