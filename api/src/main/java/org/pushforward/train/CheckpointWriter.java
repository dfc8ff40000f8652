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
 * Keeps checkpoints of a training in a folder: those of the last few snapshots, and the best one by validation if there is
 * validation. The same program, run again, goes on from the last one:
 *
 * <pre>{@code
 * try (CheckpointWriter checkpoints = CheckpointWriter.in(Path.of("runs/moons"))) {
 *     Trainer.on(backend).iterations(20_000).listener(checkpoints).resume(checkpoints.latest()).fit(new RealNvp(), data, key);
 * }
 * }</pre>
 *
 * <p>Files are written on a thread of their own; training waits for a copy of the engine's states at most. If a snapshot comes
 * before the one before it is written, the older one that waits is left out. A disk that refuses is reported as a warning, and again
 * by {@link #close} if it refused the last snapshot too; training goes on. One process at a time has a folder open.
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

    /** A model that waits to be written, and why the one before it was not. */
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
     * Opens a folder, which is made if it is not there, to keep the last three snapshots.
     *
     * @throws CheckpointException if it is open already, naming the process, or cannot be made
     */
    public static CheckpointWriter in(Path folder) {
        return in(folder, KEPT);
    }

    /**
     * Opens a folder, which is made if it is not there, to keep the last few snapshots.
     *
     * @param keep how many, 1 or more
     * @throws CheckpointException if it is open already, naming the process, or cannot be made
     */
    public static CheckpointWriter in(Path folder, int keep) {
        return new CheckpointWriter(folder, keep);
    }

    /**
     * Returns where the training in this folder has come to, if there is one.
     *
     * @throws CheckpointException if the last checkpoint is damaged, or no training led to it
     */
    public Optional<TrainingState> latest() {
        return checkpoints.latest().map(last -> ModelFile.state(folder.toString(), last)
                .orElseThrow(
                        () -> new CheckpointException(folder + ": training cannot go on from the last checkpoint, step "
                                + checkpoints.latestIteration().orElseThrow()
                                + ", because no training led to it: its parameters were imported; delete its folder to go on"
                                + " from the one before")));
    }

    /**
     * Refuses to begin anew where there are checkpoints.
     *
     * @throws CheckpointException if they are of more steps than were done
     */
    @Override
    public void began(long iteration, long iterations) {
        checkpoints.latestIteration().ifPresent(last -> {
            if (last > iteration) {
                throw new CheckpointException(folder + " holds checkpoints of a training up to step " + last
                        + ", but this one is at step " + iteration
                        + ": go on with resume(checkpoints.latest()), or choose another folder");
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

    /** Returns whether the last validation gave a lower loss than every one before. */
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
            // The task of an older one may have written this one already.
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
     * Waits until the last snapshot is written, and lets other processes open the folder. Closing twice does nothing.
     *
     * @throws CheckpointException if it was not written, with the reason; where the best one was not either, with that suppressed
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
