package org.pushforward.zoo.score;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;

/** A denoiser for each context, so every sampler of denoisers samples a posterior. */
public interface ConditionalDenoiser {

    /** Returns the columns that it is conditioned on. */
    Schema context();

    /** Returns the denoiser of each row given its row of the context. */
    Denoiser given(Context context);
}
