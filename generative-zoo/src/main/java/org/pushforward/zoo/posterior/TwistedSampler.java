package org.pushforward.zoo.posterior;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.autodiff.Gradients;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.random.Noise;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.StepInput;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.Levels;

/**
 * The sampler of {@link TwistedDiffusion}.
 *
 * @param sizes whether the result is the effective sizes instead of the particles
 */
record TwistedSampler(
        TwistedDiffusion method, ConditionalDenoiser prior, Shape particle, Moments moments, boolean sizes)
        implements Sampler<ParticleCloud> {
    /** The least logarithm of a likelihood, far below any that matters, so that hopeless particles have a weight of 0 and not of NaN. */
    private static final double LEAST = -1e30;

    /** The denoised particles, the logarithm of the twist, and its gradient. */
    private record Twist(Tensor denoised, Tensor log, Tensor gradient) {}

    @Override
    public Shape event() {
        return sizes ? Shape.of(method.grid().steps()) : particle.prepend(method.particles());
    }

    @Override
    public Schema context() {
        return new Dps(prior, method.observation()).context();
    }

    @Override
    public ParticleCloud init(Noise noise, int rows, Context context) {
        int p = method.particles();
        double highest = method.grid().level(0);
        double deviation = Math.sqrt(moments.variance() + highest * highest);
        Tensor x = noise.normal(dims(rows)).mul(deviation).add(moments.mean());
        Tensor even = Tensor.full(new TensorType(x.dtype(), Shape.of(rows, p)), 0);
        Tensor none = Tensor.full(
                new TensorType(x.dtype(), Shape.of(rows, method.grid().steps())), 0);
        return new ParticleCloud(x, even, even, noise.uniform(rows, 1), none);
    }

    private int[] dims(int rows) {
        return particle.prepend(method.particles()).prepend(rows).dims();
    }

    @Override
    public int steps() {
        return method.grid().steps() - 1;
    }

    @Override
    public double[] coefficients(int step) {
        return new double[] {method.grid().level(step), method.grid().level(step + 1)};
    }

    @Override
    public ParticleCloud step(ParticleCloud state, StepInput input) {
        Tensor sigma = input.number(0);
        Tensor next = input.number(1);
        Twist twist = twist(state.x(), sigma, input.context());
        ParticleCloud cloud = state.twisted(twist.log());
        int n = cloud.x().dim(0);
        Tensor due = cloud.effectiveSize().less(method.threshold() * method.particles());
        Tensor choice =
                SystematicResampling.choice(cloud.weights(), input.noise().uniform(n, 1));

        // The prior's step, N(mean, deviation^2), and the shift of the proposal.
        Tensor lost = next.div(sigma).square().neg().add(1);
        Tensor mean = state.x().add(twist.denoised().sub(state.x()).mul(lost));
        Tensor shift = twist.gradient().mul(sigma.square().mul(lost));
        Tensor deviation = next.mul(lost.sqrt());
        mean = SystematicResampling.take(mean, choice, due);
        shift = SystematicResampling.take(shift, choice, due);
        Tensor log = SystematicResampling.take(twist.log(), choice, due);
        Tensor fresh = input.noise().normal(dims(n));
        Tensor moved = mean.add(shift).add(fresh.mul(deviation));

        Tensor relative = shift.div(deviation);
        Tensor correction = total(relative.mul(relative.mul(0.5).add(fresh)));
        Tensor weights = due.where(cloud.logWeights().zerosLike(), cloud.logWeights());
        // Subtracting the largest keeps the numbers small without changing the weights.
        weights = weights.sub(correction);
        weights = weights.sub(weights.maxOver(1).expandDims(1));
        return new ParticleCloud(moved, weights, log, cloud.offset(), cloud.sizes());
    }

    /** Returns the sum over all axes of a particle, [n, p]. */
    private static Tensor total(Tensor x) {
        return x.reshape(x.dim(0), x.dim(1), -1).sum(2);
    }

    private Twist twist(Tensor x, Tensor sigma, Context context) {
        int n = x.dim(0);
        int p = x.dim(1);
        Map<String, Tensor> repeated = new LinkedHashMap<>();
        context.values().forEach((name, value) -> repeated.put(name, repeated(value, p)));
        Tensor all = x.reshape(particle.prepend(n * p));
        Observation observation = method.observation();
        Tensor denoised = prior.given(new Context(repeated)).denoise(all, Levels.of(sigma, all));
        Tensor observed = observation.operator().apply(denoised);
        Tensor misfit = repeated.get(PosteriorDenoiser.OBSERVED).sub(observed);
        Shape one = observation.operator().shape();
        Tensor pull = method.covariance(sigma, moments.variance()).inverse().apply(misfit);
        Tensor log = RowVectors.of("a twist", misfit, one)
                .dot(misfit, pull)
                .mul(-0.5)
                .max(LEAST);
        Tensor gradient =
                Gradients.vjp(List.of(observed), List.of(all), List.of(pull)).get(0);
        return new Twist(denoised.reshape(x.shape()), log.reshape(n, p), gradient.reshape(x.shape()));
    }

    /** Returns each row p times. */
    private static Tensor repeated(Tensor rows, int p) {
        Shape one = rows.shape();
        int[] each = IntStream.concat(
                        IntStream.of(one.dim(0), p), IntStream.of(one.dims()).skip(1))
                .toArray();
        return rows.expandDims(1).broadcastTo(Shape.of(each)).reshape(one.with(0, one.dim(0) * p));
    }

    @Override
    public Tensor result(ParticleCloud state, Context context) {
        Tensor lowest = Tensor.scalar(state.x().dtype(), method.grid().level(steps()));
        Twist twist = twist(state.x(), lowest, context);
        ParticleCloud cloud = state.twisted(twist.log());
        if (sizes) {
            return cloud.sizes();
        }
        Tensor choice = SystematicResampling.choice(cloud.weights(), cloud.offset());
        Tensor due = cloud.offset().less(1);
        return SystematicResampling.take(twist.denoised(), choice, due);
    }
}
