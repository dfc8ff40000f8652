package org.pushforward.zoo.score;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Iteration;
import org.pushforward.train.ParameterGroup;
import org.pushforward.zoo.GenerativeModel;
import org.pushforward.zoo.Sampler;

/**
 * A preconditioned denoiser, learnt by denoising score matching and sampled along the probability flow.
 *
 * <p>Karras, Aittala, Aila and Laine, <i>Elucidating the design space of diffusion-based generative models</i>, 2022.
 */
public final class DiffusionModel implements GenerativeModel, Denoiser {
    /** The name of the only group of parameters, and of the loss. */
    public static final String GROUP = "denoiser";

    private final Shape sampleShape;
    private final int steps;
    private final NoiseLevels levels;
    private final DenoisingScoreMatching loss;
    private final Denoiser denoiser;
    private final ParameterGroup parameters;

    /**
     * Makes one whose network is a perceptron.
     *
     * @param dimension the number of coordinates
     * @param preconditioning the scalings, with the standard deviation of the data
     * @param levels the noise levels of {@link #sampler}
     * @param steps the number of steps of {@link #sampler}
     * @param hidden the width of each hidden layer
     */
    public DiffusionModel(
            int dimension, Preconditioning preconditioning, NoiseLevels levels, int steps, int... hidden) {
        this(
                Shape.of(dimension),
                preconditioning,
                levels,
                steps,
                scope -> new DenoiserMlp(scope, dimension, 0, hidden));
    }

    /**
     * Makes one.
     *
     * @param sampleShape the shape of one sample, such as [channels, rows, columns] of images for a {@link UNet}
     * @param preconditioning the scalings, with the standard deviation of the data
     * @param levels the noise levels of {@link #sampler}
     * @param steps the number of steps of {@link #sampler}
     * @param architecture declares the network
     */
    public DiffusionModel(
            Shape sampleShape,
            Preconditioning preconditioning,
            NoiseLevels levels,
            int steps,
            Function<Scope, ? extends DenoiserNetwork> architecture) {
        Scope scope = Scope.root();
        this.sampleShape = sampleShape;
        this.steps = steps;
        this.levels = levels;
        this.loss = DenoisingScoreMatching.of(preconditioning);
        this.denoiser = preconditioning.denoiser(architecture.apply(scope));
        this.parameters = new ParameterGroup(GROUP, scope.parameters());
    }

    @Override
    public Tensor denoise(Tensor x, Tensor sigma) {
        return denoiser.denoise(x, sigma);
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(parameters);
    }

    @Override
    public void iterate(Iteration iteration) {
        int[] ones = new int[sampleShape.rank() + 1];
        Arrays.fill(ones, 1);
        Tensor levels =
                iteration.normal(Shape.of(ones).with(0, iteration.batch()).dims());
        Tensor x = iteration.data();
        Tensor noise = iteration.normal(x.shape().dims());
        iteration.minimise(GROUP, loss.loss(denoiser, x, levels, noise));
    }

    @Override
    public Shape sampleShape() {
        return sampleShape;
    }

    /** Returns Heun's sampler. */
    @Override
    public Sampler sampler() {
        return new HeunSampler(this, sampleShape(), levels, steps);
    }

    /** Returns the ancestral sampler. */
    public Sampler ancestralSampler(int steps) {
        return new AncestralSampler(this, sampleShape(), levels, steps);
    }
}
