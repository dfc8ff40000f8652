package org.pushforward.zoo.score;

import org.pushforward.data.Batch;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.random.Noise;

/** Provides the context of a conditional denoiser in training. */
@FunctionalInterface
public interface Conditioning {

    /**
     * Returns the context of each row.
     *
     * @param schema the columns that the denoiser is conditioned on
     * @param batch the rows
     * @param noise the source of random numbers, for example to choose observed cells
     */
    Context context(Schema schema, Batch batch, Noise noise);

    /** Returns contexts that are columns of the data with the same names. */
    static Conditioning recorded() {
        return (schema, batch, noise) -> batch.context(schema);
    }
}
