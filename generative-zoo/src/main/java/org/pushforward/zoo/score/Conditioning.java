package org.pushforward.zoo.score;

import org.pushforward.data.Batch;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.random.Noise;

/** Where the context of a conditional denoiser comes from in training. */
@FunctionalInterface
public interface Conditioning {

    /**
     * Returns the context of each row.
     *
     * @param schema the columns that the denoiser is conditioned on
     * @param batch the rows
     * @param noise gives what is drawn, such as which cells are observed
     */
    Context context(Schema schema, Batch batch, Noise noise);

    /** Returns contexts that come with the data, as columns of the same names. */
    static Conditioning recorded() {
        return (schema, batch, noise) -> batch.context(schema);
    }
}
