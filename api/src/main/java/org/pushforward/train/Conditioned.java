package org.pushforward.train;

import java.util.Arrays;
import org.pushforward.Stability;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.model.Model;
import org.pushforward.model.Sampling;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * A trained model with a fixed context: one row that applies to every sample.
 *
 * @param trained the model
 * @param context one row
 * @param <M> the type of the model
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Conditioned<M extends Model>(Trained<M> trained, Rows context) {
    /** Refuses a context that does not have exactly one row. */
    public Conditioned {
        if (context.count() != 1) {
            throw new IllegalArgumentException("a context of " + context.count()
                    + " rows: expected one; sample(key, count, rows) takes a row for each sample");
        }
    }

    private Rows repeated(int count) {
        int[] first = new int[count];
        Arrays.fill(first, 0);
        return context.take(first);
    }

    /** Returns samples of shape [count, ...]. */
    public HostArray sample(RandomKey key, int count) {
        return trained.sample(key, count, repeated(count));
    }

    /** Returns the log density of each row of x in nats, of shape [n]. */
    public HostArray logProb(HostArray x) {
        return trained.logProb(repeated(x.shape().dim(0)).with(Schema.X, x));
    }

    /** Returns this model with another sampling method. */
    public Conditioned<M> sampler(Sampling<? super M> other) {
        return new Conditioned<>(trained.sampler(other), context);
    }
}
