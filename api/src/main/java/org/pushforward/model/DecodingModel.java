package org.pushforward.model;

import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;

/** A model that also maps a latent representation back to data, such as the inverse of a flow or the mean of a VAE's decoder. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface DecodingModel extends EncodingModel {

    /**
     * Decodes each representation.
     *
     * @param z representations, as {@link #encode} returns them
     * @param context the context of each row
     */
    Tensor decode(Tensor z, Context context);
}
