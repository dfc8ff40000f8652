package org.pushforward.zoo.score;

/**
 * How data turn to noise in time: x_t = alpha_t x_0 + sigma_t z, with z from N(0, I), from t = 0, where alpha is 1 and sigma
 * is 0, to t = 1, where sigma/alpha is highest.
 *
 * <p>Denoisers know nothing of schedules: x_t / alpha_t is noisy data of level sigma_t / alpha_t, so one denoiser serves all,
 * E[x_0 | x_t] = D(x_t / alpha_t, sigma_t / alpha_t).
 */
public interface NoiseSchedule {

    /** Returns the scale of the data at a time from 0 to 1, positive. */
    double alpha(double t);

    /** Returns the deviation of the noise at a time from 0 to 1. */
    double sigma(double t);
}
