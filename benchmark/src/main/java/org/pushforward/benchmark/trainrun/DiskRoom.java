package org.pushforward.benchmark.trainrun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks, before hours of work, that a disk has enough space for the checkpoints of a run. */
final class DiskRoom {
    /** The copies of the parameters in a checkpoint: for use, in training, two moments, the average and the best ones. */
    private static final int COPIES = 6;
    /** The checkpoints besides the kept ones: the one being written, the one being replaced, and the best one. */
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
                throw new IllegalArgumentException("the checkpoints of this run take " + (needed >> 20) + " MB, but "
                        + there + " has " + (free >> 20)
                        + " MB left: free some space, choose another folder with --out, or keep"
                        + " fewer with --set checkpoints.keep=1");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the free space of " + there + ": " + e.getMessage(), e);
        }
    }
}
