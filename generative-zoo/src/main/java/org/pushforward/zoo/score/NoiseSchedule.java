package org.pushforward.zoo.score;

/**
 * How data turn to noise in time: x_t = alpha_t x_0 + sigma_t z, with z from N(0, I), from t = 0, where sigma / alpha is lowest, to
 * t = 1, where it is highest.
 *
 * <p>Denoisers know nothing of schedules: x_t / alpha_t is noisy data of level sigma_t / alpha_t, so one denoiser serves all,
 * E[x_0 | x_t] = D(x_t / alpha_t, sigma_t / alpha_t). So samplers run in x_t / alpha_t, and {@link
 * org.pushforward.zoo.sampler.TimeGrid} makes noise levels of a schedule.
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
