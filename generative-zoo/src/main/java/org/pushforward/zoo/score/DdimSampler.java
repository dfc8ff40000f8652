package org.pushforward.zoo.score;

import java.util.List;
import java.util.Map;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.Sampler;

/**
 * The family of samplers between a deterministic one and ancestral sampling, under any schedule: from time t to the next,
 * earlier time u,
 *
 * <pre>
 * x_u = alpha_u D + sqrt( sigma_u^2 - eta^2 tau^2 ) (x_t - alpha_t D) / sigma_t + eta tau z,   D = E[x_0 | x_t]
 * tau^2 = sigma_u^2 ( 1 - (alpha_t sigma_u)^2 / (alpha_u sigma_t)^2 )
 * </pre>
 *
 * <p>with times equally far apart. tau^2 is the variance of q(x_u | x_t, x_0). So eta = 1 is ancestral sampling
 * ({@link AncestralSampler} where alpha is 1), and eta = 0 is Euler's method on the probability flow of x/alpha in
 * sigma/alpha ({@link EulerSampler} where alpha is 1).
 *
 * <p>Song, Meng and Ermon, <i>Denoising diffusion implicit models</i>, 2021, equation 12, whose alpha is the square of ours.
 */
public final class DdimSampler implements Sampler {
    private final ConditionalDenoiser denoiser;
    private final Shape sampleShape;
    private final NoiseSchedule schedule;
    private final int steps;
    private final double eta;

    /**
     * Makes one.
     *
     * @param denoiser D, as a function of x/alpha and sigma/alpha
     * @param sampleShape the shape of one sample
     * @param schedule alpha and sigma
     * @param steps the number of steps, 1 or more
     * @param eta the share of fresh noise, from 0 to 1
     */
    public DdimSampler(ConditionalDenoiser denoiser, Shape sampleShape, NoiseSchedule schedule, int steps, double eta) {
        if (steps < 1 || !(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException(
                    "DDIM of " + steps + " steps with eta = " + eta + ": expected 1 step or more, and eta from 0 to 1");
        }
        this.denoiser = denoiser;
        this.sampleShape = sampleShape;
        this.schedule = schedule;
        this.steps = steps;
        this.eta = eta;
    }

    @Override
    public Shape noiseShape() {
        return sampleShape;
    }

    @Override
    public Map<String, Shape> context() {
        return denoiser.context();
    }

    /** Returns beginnings from N(0, sigma^2 I) at t = 1. */
    @Override
    public Tensor init(Tensor noise, Map<String, Tensor> context) {
        return noise.mul(schedule.sigma(1));
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public boolean isStochastic() {
        return eta > 0;
    }

    /** Returns alpha_t, sigma_t, alpha_u, and the deviations of the noise that is kept and of that which is fresh. */
    @Override
    public double[] coefficients(int step) {
        double t = 1 - step / (double) steps;
        double u = 1 - (step + 1) / (double) steps;
        double alpha = schedule.alpha(t);
        double sigma = schedule.sigma(t);
        double nextAlpha = schedule.alpha(u);
        double nextSigma = schedule.sigma(u);
        double ratio = alpha * nextSigma / (nextAlpha * sigma);
        double fresh = eta * nextSigma * Math.sqrt(1 - ratio * ratio);
        double kept = Math.sqrt(nextSigma * nextSigma - fresh * fresh);
        return new double[] {alpha, sigma, nextAlpha, kept, fresh};
    }

    @Override
    public Tensor step(Tensor x, Step step) {
        List<Tensor> numbers = step.coefficients();
        Tensor alpha = numbers.get(0);
        Tensor sigma = numbers.get(1);
        Tensor level = DiffusionSampler.level(sigma.div(alpha), x);
        Tensor mean = denoiser.given(step.context()).denoise(x.div(alpha), level);
        Tensor kept = x.sub(mean.mul(alpha)).div(sigma).mul(numbers.get(3));
        Tensor next = mean.mul(numbers.get(2)).add(kept);
        return isStochastic() ? next.add(step.noise().mul(numbers.get(4))) : next;
    }
}
