package org.pushforward.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pushforward.Stability;

/**
 * The checkpoints of one training in a folder: {@code step-000000100}, {@code step-000000200}, ..., and {@code best}. Only one process at
 * a time can open the folder.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Checkpoints implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Checkpoints.class.getName());
    private static final Pattern STEP = Pattern.compile("step-\\d{9,18}");

    private final Path folder;
    private final RunLock lock;

    private Checkpoints(Path folder, RunLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens a folder, creates it if needed, and removes leftovers of dead processes.
     *
     * @throws CheckpointException if the folder is already open or cannot be created; the message names the process that has it open
     */
    public static Checkpoints open(Path folder) {
        try {
            Files.createDirectories(folder);
            RunLock lock = RunLock.of(folder);
            try {
                AtomicFolder.recover(folder.toAbsolutePath(), ModelCheckpoint.FILES, Disk.real());
                return new Checkpoints(folder.toAbsolutePath(), lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw CheckpointException.of("cannot open " + folder, e);
        }
    }

    /**
     * Returns the checkpoint with the most steps, if there is one.
     *
     * @throws CheckpointException if it is damaged; if its folder is removed, the previous checkpoint becomes the latest
     */
    public Optional<ModelCheckpoint> latest() {
        List<Path> steps = steps();
        return steps.isEmpty() ? Optional.empty() : Optional.of(ModelCheckpoint.load(steps.get(steps.size() - 1)));
    }

    /** Returns the number of steps of the latest checkpoint. */
    public OptionalLong latestIteration() {
        return steps().stream().mapToLong(Checkpoints::iteration).max();
    }

    /**
     * Writes a checkpoint, and then deletes all but the last few.
     *
     * @param keep the number of checkpoints to keep, 1 or more
     * @throws IllegalArgumentException if the model was not trained
     */
    public void save(ModelCheckpoint checkpoint, int keep) {
        long iteration = checkpoint
                .training()
                .orElseThrow(() -> new IllegalArgumentException("a checkpoint of a " + checkpoint.modelClass()
                        + " that was not trained: call save() on it instead"))
                .iteration();
        checkpoint.save(step(iteration));
        List<Path> steps = steps();
        for (Path step : steps.subList(0, Math.max(0, steps.size() - keep))) {
            try {
                ModelCheckpoint.delete(step);
            } catch (CheckpointException e) {
                LOGGER.log(System.Logger.Level.WARNING, "an old checkpoint stays: " + e.getMessage());
            }
        }
    }

    /**
     * Writes a checkpoint that did not come from training after the latest one, as if it had one more step, and deletes none.
     *
     * @return its folder
     */
    public Path append(ModelCheckpoint checkpoint) {
        Path step = step(latestIteration().orElse(-1) + 1);
        checkpoint.save(step);
        return step;
    }

    private Path step(long iteration) {
        return folder.resolve(String.format("step-%09d", iteration));
    }

    /** Writes the best checkpoint so far, which replaces the previous one. */
    public void saveBest(ModelCheckpoint checkpoint) {
        checkpoint.save(folder.resolve("best"));
    }

    private List<Path> steps() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> STEP.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(Checkpoints::iteration))
                    .toList();
        } catch (IOException e) {
            throw CheckpointException.of("cannot list " + folder, e);
        }
    }

    private static long iteration(Path step) {
        return Long.parseLong(step.getFileName().toString().substring("step-".length()));
    }

    /** Lets other processes open the folder. Closing twice has no effect. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw CheckpointException.of("cannot close " + folder, e);
        }
    }
}
