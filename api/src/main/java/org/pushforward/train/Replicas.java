package org.pushforward.train;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.support.Workers;
import org.pushforward.data.Rows;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.HostArray;

/**
 * One trained model on several devices, which draw samples together.
 *
 * <p>Each device draws the next part of the rows when it is free. A part is what one run of a {@link SamplingLoop} draws, at most 8192 rows.
 * Row k depends on the key, on its context and on k, but not on the device, so samples have the same bits as on one device of the same
 * kind. Thread-safe.
 *
 * @param <M> the type of the model
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Replicas<M extends Model> {
    private final List<Trained<M>> replicas;

    private Replicas(List<Trained<M>> replicas) {
        this.replicas = replicas;
    }

    /**
     * Combines replicas, which the caller closes.
     *
     * @param replicas the same model with the same values, each on a backend of its own
     * @throws IllegalArgumentException if there is none
     */
    public static <M extends Model> Replicas<M> of(List<Trained<M>> replicas) {
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("no replicas: expected at least one trained model");
        }
        return new Replicas<>(List.copyOf(replicas));
    }

    /**
     * Returns samples of shape [count, ...], each given its row of the context, as {@link Trained#sample(RandomKey, int, Rows,
     * Cancellation)} of one replica does.
     *
     * @param cancellation a request to stop between two steps
     * @throws UnsupportedOperationException if no samples can be drawn from the model
     * @throws IllegalArgumentException if the context lacks a column, or has another number of rows
     * @throws BackendException if a device fails; the message names it, and no other part begins
     * @throws java.util.concurrent.CancellationException if a stop was requested
     */
    public HostArray sample(RandomKey key, int count, Rows context, Cancellation cancellation) {
        Trained<M> first = replicas.get(0);
        Rows prepared = first.preprocessing().context(context);
        List<HostArray> parts = Workers.of(replicas)
                .map(
                        first.loop().parts(count),
                        (replica, part) -> draw(replica, key, count, part, prepared, cancellation));
        return first.preprocessing().inverse(HostArray.concat(parts));
    }

    private static HostArray draw(
            Trained<?> replica,
            RandomKey key,
            int count,
            Ladder.PaddedRun part,
            Rows context,
            Cancellation cancellation) {
        try {
            return replica.loop().draw(key, count, List.of(part), context, cancellation);
        } catch (BackendException e) {
            throw new BackendException(replica.backend() + ": " + e.getMessage(), e);
        }
    }
}
