package org.pushforward.zoo.score;

import java.util.List;
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

    private final int dimension;
    private final int steps;
    private final NoiseLevels levels;
    private final DenoisingScoreMatching loss;
    private final DenoiserNetwork network;
    private final ParameterGroup parameters;

    /**
     * Makes one.
     *
     * @param dimension the number of coordinates
     * @param preconditioning the scalings, with the standard deviation of the data
     * @param levels the noise levels of {@link #sampler}
     * @param steps the number of steps of {@link #sampler}
     * @param hidden the width of each hidden layer
     */
    public DiffusionModel(
            int dimension, Preconditioning preconditioning, NoiseLevels levels, int steps, int... hidden) {
        Scope scope = Scope.root();
        this.dimension = dimension;
        this.steps = steps;
        this.levels = levels;
        this.loss = DenoisingScoreMatching.of(preconditioning);
        this.network = new DenoiserNetwork(scope, preconditioning, dimension, 0, hidden);
        this.parameters = new ParameterGroup(GROUP, scope.parameters());
    }

    @Override
    public Tensor denoise(Tensor x, Tensor sigma) {
        return network.denoise(x, sigma);
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(parameters);
    }

    @Override
    public void iterate(Iteration iteration) {
        int n = iteration.batch();
        Tensor levels = iteration.normal(n, 1);
        iteration.minimise(GROUP, loss.loss(this, iteration.data(), levels, iteration.normal(n, dimension)));
    }

    @Override
    public Shape sampleShape() {
        return Shape.of(dimension);
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
