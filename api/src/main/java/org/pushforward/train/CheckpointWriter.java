package org.pushforward.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.pushforward.Stability;
import org.pushforward.checkpoint.CheckpointException;
import org.pushforward.checkpoint.Checkpoints;
import org.pushforward.checkpoint.ModelCheckpoint;
import org.pushforward.settings.SettingException;

/**
 * Writes checkpoints of a training to a folder: the last few snapshots and, with validation, the best one. If the same program runs again,
 * it resumes from the last checkpoint:
 *
 * <pre>{@code
 * try (CheckpointWriter checkpoints = CheckpointWriter.in(Path.of("runs/moons"))) {
 *     Trainer.on(backend).iterations(20_000).listener(checkpoints).resume(checkpoints.latest()).fit(new RealNvp(), data, key);
 * }
 * }</pre>
 *
 * <p>A separate thread writes the files, so training only waits until the engine's states are copied. If a snapshot arrives while another
 * is still waiting, the waiting one is skipped. Write errors are logged as warnings, and training continues. {@link #close} throws if the
 * last snapshot could not be written either. Only one process at a time can open the folder.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class CheckpointWriter implements TrainingListener, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(CheckpointWriter.class.getName());
    private static final int KEPT = 3;

    private final Path folder;
    private final Checkpoints checkpoints;
    private final int keep;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "pushforward-checkpoints");
        made.setDaemon(true);
        return made;
    });
    private final Slot last = new Slot();
    private final Slot best = new Slot();
    private long judgedAt = -1;

    /** A model that waits to be written, and the error of the previous write. */
    private static final class Slot {
        final AtomicReference<Trained<?>> waiting = new AtomicReference<>();
        volatile CheckpointException failure;
    }

    private CheckpointWriter(Path folder, int keep) {
        SettingException.atLeast(1, "keep", keep);
        this.folder = folder;
        this.keep = keep;
        this.checkpoints = Checkpoints.open(folder);
    }

    /**
     * Opens a folder, which is created if needed, and keeps the last three snapshots.
     *
     * @throws CheckpointException if it is open already, naming the process, or cannot be made
     */
    public static CheckpointWriter in(Path folder) {
        return in(folder, KEPT);
    }

    /**
     * Opens a folder, which is created if needed, and keeps the last few snapshots.
     *
     * @param keep the number of snapshots to keep, 1 or more
     * @throws CheckpointException if it is open already, naming the process, or cannot be made
     */
    public static CheckpointWriter in(Path folder, int keep) {
        return new CheckpointWriter(folder, keep);
    }

    /**
     * Returns the state of the training in this folder, if there is one.
     *
     * @throws CheckpointException if the last checkpoint is damaged, or no training led to it
     */
    public Optional<TrainingState> latest() {
        return checkpoints.latest().map(last -> ModelFile.state(folder.toString(), last)
                .orElseThrow(() ->
                        new CheckpointException(folder + ": training cannot be resumed from the last checkpoint, step "
                                + checkpoints.latestIteration().orElseThrow()
                                + ", because no training led to it: its parameters were imported; delete its folder to resume"
                                + " from the one before it")));
    }

    /**
     * Refuses to start from scratch in a folder with checkpoints.
     *
     * @throws CheckpointException if the checkpoints have more steps than this training
     */
    @Override
    public void began(long iteration, long iterations) {
        checkpoints.latestIteration().ifPresent(last -> {
            if (last > iteration) {
                throw new CheckpointException(folder + " holds checkpoints of a training up to step " + last
                        + ", but this one is at step " + iteration
                        + ": continue with resume(checkpoints.latest()), or choose another folder");
            }
        });
    }

    @Override
    public void iterated(long iteration, long iterations, Map<String, Double> losses) {}

    @Override
    public void validated(long iteration, Map<String, Double> losses) {
        judgedAt = iteration;
    }

    @Override
    public void reached(Trained<?> model) {
        TrainingState state = model.state().orElseThrow();
        hand(last, model, checkpoint -> checkpoints.save(checkpoint, keep));
        if (state.iteration() == judgedAt && isBest(state)) {
            hand(best, model, checkpoints::saveBest);
        }
    }

    /** Returns whether the last validation loss is lower than all earlier ones. */
    private static boolean isBest(TrainingState state) {
        double[] curve = state.validation().values().iterator().next().toDoubles();
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < curve.length - 1; i++) {
            lowest = Math.min(lowest, curve[i]);
        }
        return curve[curve.length - 1] < lowest;
    }

    private void hand(Slot slot, Trained<?> model, Consumer<ModelCheckpoint> writing) {
        slot.waiting.set(model);
        thread.execute(() -> {
            Trained<?> waiting = slot.waiting.getAndSet(null);
            // The task of an older snapshot may already have written this one.
            if (waiting != null) {
                slot.failure = write(waiting, writing);
            }
        });
    }

    private CheckpointException write(Trained<?> model, Consumer<ModelCheckpoint> writing) {
        try {
            writing.accept(ModelFile.of(model));
            return null;
        } catch (RuntimeException e) {
            CheckpointException failure = e instanceof CheckpointException known
                    ? known
                    : new CheckpointException("cannot write a checkpoint in " + folder + ": " + e.getMessage(), e);
            LOGGER.log(System.Logger.Level.WARNING, failure.getMessage());
            return failure;
        }
    }

    /**
     * Waits until the last snapshot is written, and lets other processes open the folder. Closing twice has no effect.
     *
     * @throws CheckpointException if the last snapshot could not be written; an error for the best one is added as suppressed
     */
    @Override
    public void close() {
        Shutdown.of(thread);
        checkpoints.close();
        List<CheckpointException> failures = new ArrayList<>();
        for (Slot slot : List.of(last, best)) {
            Optional.ofNullable(slot.failure).ifPresent(failures::add);
            slot.failure = null;
        }
        if (!failures.isEmpty()) {
            CheckpointException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
