package org.pushforward.graph.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pushforward.Stability;
import org.pushforward.io.WholeFile;

/** Files of graphs, which are there whole or not at all: written under another name in the same folder, then renamed. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class GraphFile {
    /** The size of the largest file that is written or read, 1 GiB. */
    public static final long MOST_BYTES = 1L << 30;

    private GraphFile() {}

    /**
     * Writes a file, in place of the one that may be there.
     *
     * @throws IllegalArgumentException if the content is larger than what is read back
     * @throws UncheckedIOException if it cannot be written, naming the file; what was there before is still there
     */
    public static void write(Path file, byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new IllegalArgumentException("cannot write " + file + ": " + content.length
                    + " bytes, expected at most " + MOST_BYTES + "; make inputs or states of large constants");
        }
        WholeFile.write(file, content);
    }

    /**
     * Returns what a file holds.
     *
     * @throws GraphFormatException if it is larger than {@link #MOST_BYTES}; nothing of it is read then
     * @throws UncheckedIOException if it cannot be read, naming the file
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
