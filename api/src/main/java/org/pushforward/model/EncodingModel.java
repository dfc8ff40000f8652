package org.pushforward.model;

import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;

/** A model that maps data to a latent representation, such as the noise of a flow or the mean code of a VAE. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface EncodingModel extends Model {

    /**
     * Encodes each row.
     *
     * @param x data, of shape [n, ...]
     * @param context the context of each row
     */
    Tensor encode(Tensor x, Context context);
}
