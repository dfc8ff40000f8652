package org.pushforward.zoo.score;

/**
 * The schedule by which data turn into noise: x_t = alpha_t x_0 + sigma_t z with z from N(0, I). The ratio sigma / alpha increases from t
 * = 0 to t = 1.
 *
 * <p>Denoisers do not depend on the schedule. Since x_t / alpha_t is noisy data of level sigma_t / alpha_t, one denoiser works for all
 * schedules: E[x_0 | x_t] = D(x_t / alpha_t, sigma_t / alpha_t). Samplers therefore run in x_t / alpha_t, and
 * {@link org.pushforward.zoo.sampler.TimeGrid} converts a schedule to noise levels.
 */
public interface NoiseSchedule {

    /** Returns the scale of the data at a time from 0 to 1, positive. */
    double alpha(double t);

    /** Returns the standard deviation of the noise at a time from 0 to 1. */
    double sigma(double t);

    /** Returns the noise level sigma / alpha at a time from 0 to 1. */
    default double level(double t) {
        return sigma(t) / alpha(t);
    }
}
