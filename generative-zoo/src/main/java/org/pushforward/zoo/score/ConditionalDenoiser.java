package org.pushforward.zoo.score;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;

/** A denoiser for each context. With it, every sampler can draw conditional samples. */
public interface ConditionalDenoiser {

    /** Returns the columns that it is conditioned on. */
    Schema context();

    /** Returns the denoiser whose rows are conditioned on the rows of a context. */
    Denoiser given(Context context);

    /** Returns the denoiser of the same data shifted by a mean m: m + D(x - m, sigma). */
    default ConditionalDenoiser around(double mean) {
        if (mean == 0) {
            return this;
        }
        ConditionalDenoiser centered = this;
        return new ConditionalDenoiser() {
            @Override
            public Schema context() {
                return centered.context();
            }

            @Override
            public Denoiser given(Context context) {
                Denoiser given = centered.given(context);
                return (x, sigma) -> given.denoise(x.sub(mean), sigma).add(mean);
            }
        };
    }
}
