package org.pushforward.zoo.score;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;

/**
 * Classifier-free guidance, which pushes the denoiser given a class away from the one without a class:
 *
 * <pre>
 * D'(x, sigma, c) = (1 + w) D(x, sigma, c) - w D(x, sigma)
 * </pre>
 *
 * <p>With w = 0 it is the denoiser given the class. Some texts call 1 + w the guidance scale. Ho and Salimans,
 * <i>Classifier-free diffusion guidance</i>, 2021.
 *
 * @param model the denoiser with and without a class
 * @param weight w, -1 or more
 */
public record ClassifierFree(ClassConditional model, double weight) implements ConditionalDenoiser {
    /** Refuses weights below -1, which would push away from the class. */
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
