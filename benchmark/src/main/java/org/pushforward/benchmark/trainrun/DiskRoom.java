package org.pushforward.benchmark.trainrun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a disk holds the checkpoints of a training, asked before hours of work. */
final class DiskRoom {
    /** Parameters for use, those in training, two moments, their average and the best ones. */
    private static final int COPIES = 6;
    /** The one that is written, the one that it replaces, and the best one. */
    private static final int BESIDE = 3;

    private static final int BYTES_OF_CURVES = 64;
    private static final long SPARE = 16L << 20;

    private DiskRoom() {}

    static void check(Path folder, PreparedTraining prepared) {
        Path there = folder.toAbsolutePath().normalize();
        while (there != null && !Files.isDirectory(there)) {
            there = there.getParent();
        }
        long each = COPIES * Float.BYTES * prepared.parameters()
                + (long) BYTES_OF_CURVES * prepared.settings().training().iterations();
        long needed = each * (prepared.settings().checkpoints().keep() + BESIDE) + SPARE;
        try {
            long free =
                    there == null ? Long.MAX_VALUE : Files.getFileStore(there).getUsableSpace();
            if (free < needed) {
                throw new IllegalArgumentException(
                        "the checkpoints of this training take " + (needed >> 20) + " MB, and "
                                + there + " has " + (free >> 20)
                                + " MB left: free some space, choose another folder by --out, or keep"
                                + " fewer by --set checkpoints.keep=1");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot see how much room " + there + " has: " + e.getMessage(), e);
        }
    }
}
