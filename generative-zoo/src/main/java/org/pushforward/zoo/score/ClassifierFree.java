package org.pushforward.zoo.score;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;

/**
 * Classifier-free guidance: the denoiser given a class, pushed away from that of no class:
 *
 * <pre>
 * D'(x, sigma, c) = (1 + w) D(x, sigma, c) - w D(x, sigma)
 * </pre>
 *
 * <p>With w = 0 it is the denoiser given the class. Where others write their scale as 1 + w, theirs is one more. Ho and Salimans,
 * <i>Classifier-free diffusion guidance</i>, 2021.
 *
 * @param model the denoiser of both
 * @param weight w, -1 or more
 */
public record ClassifierFree(ClassConditional model, double weight) implements ConditionalDenoiser {
    /** Refuses a weight below -1, which would push toward other classes. */
    public ClassifierFree {
        if (!(weight >= -1)) {
            throw new IllegalArgumentException("weight = " + weight + " of guidance: expected -1 or more");
        }
    }

    @Override
    public Schema context() {
        return model.context();
    }

    @Override
    public Denoiser given(Context context) {
        Denoiser conditional = model.given(context);
        Denoiser unconditional = model.unconditional();
        return (x, sigma) -> conditional
                .denoise(x, sigma)
                .mul(1 + weight)
                .sub(unconditional.denoise(x, sigma).mul(weight));
    }
}
