package org.pushforward.zoo.posterior;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Iteration;
import org.pushforward.train.ParameterGroup;
import org.pushforward.zoo.GenerativeModel;
import org.pushforward.zoo.Sampler;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DenoiserMlp;
import org.pushforward.zoo.score.DenoisingScoreMatching;
import org.pushforward.zoo.score.HeunSampler;
import org.pushforward.zoo.score.NoiseLevels;
import org.pushforward.zoo.score.Preconditioning;

/**
 * The law of a field given its values at a few cells, as a denoiser that also sees them: D(x, sigma, y) = E[x_0 | x, y].
 *
 * <p>What is observed is the field with zeros where there is no gauge, and a mask with ones where there is one. With f(y) the
 * field filled in from the gauges by inverse squared distances and m the mask, D(x, sigma, y) = f(y) + (1 - m) R(x - f(y),
 * sigma, y), where R is a preconditioned network that denoises what the interpolation misses: the baseline is where learning
 * begins, and samples agree with the gauges. In training each sample draws its own density of gauges, uniform between two bounds, then its gauges. Learning with the
 * observation as an input makes the score that of the posterior: Batzolis, Stanczuk, Schoenlieb and Etmann,
 * <i>Conditional image generation with score-based diffusion models</i>, 2021.
 */
public final class GaugeInfilling implements GenerativeModel, ConditionalDenoiser {
    /** The name of the only group of parameters, and of the loss. */
    public static final String GROUP = "denoiser";
    /** The context's name for the field with zeros where there is no gauge. */
    public static final String OBSERVED = "observed";
    /** The context's name for the mask with ones where there is a gauge. */
    public static final String MASK = "mask";

    /** Wide, since levels reach from the small deviation of what is missed to well above that of the field. */
    private static final double LOG_DEVIATION = 1.6;

    private final int dimension;
    private final Tensor proximity;
    private final double fewest;
    private final double most;
    private final int steps;
    private final NoiseLevels levels;
    private final DenoisingScoreMatching loss;
    private final Preconditioning preconditioning;
    private final DenoiserMlp network;
    private final ParameterGroup parameters;

    /**
     * Makes one.
     *
     * @param rows the number of rows of a field, whose cells follow each other row by row
     * @param columns the number of columns of a field
     * @param fewest the lowest density of gauges in training, from 0
     * @param most the highest density of gauges in training, to 1
     * @param preconditioning the scalings, with the standard deviation of what the interpolation misses
     * @param levels the noise levels of {@link #sampler}
     * @param steps the number of steps of {@link #sampler}
     * @param hidden the width of each hidden layer
     */
    public GaugeInfilling(
            int rows,
            int columns,
            double fewest,
            double most,
            Preconditioning preconditioning,
            NoiseLevels levels,
            int steps,
            int... hidden) {
        if (!(0 <= fewest && fewest <= most && most <= 1)) {
            throw new IllegalArgumentException(
                    "density of gauges from " + fewest + " to " + most + ": expected 0 <= fewest <= most <= 1");
        }
        Scope scope = Scope.root();
        this.dimension = rows * columns;
        this.proximity = proximity(rows, columns);
        this.fewest = fewest;
        this.most = most;
        this.steps = steps;
        this.levels = levels;
        this.loss = DenoisingScoreMatching.of(preconditioning).withLogDeviation(LOG_DEVIATION);
        this.preconditioning = preconditioning;
        this.network = new DenoiserMlp(scope, dimension, 2 * dimension, hidden);
        this.parameters = new ParameterGroup(GROUP, scope.parameters());
    }

    @Override
    public Map<String, Shape> context() {
        Map<String, Shape> context = new LinkedHashMap<>();
        context.put(OBSERVED, Shape.of(dimension));
        context.put(MASK, Shape.of(dimension));
        return context;
    }

    @Override
    public Denoiser given(Map<String, Tensor> context) {
        Tensor observed = context.get(OBSERVED);
        Tensor mask = context.get(MASK);
        Tensor filled = filled(observed, mask);
        Tensor unknown = mask.neg().add(1);
        Tensor seen = filled.concat(1, mask);
        Denoiser missed = preconditioning.denoiser((x, noise) -> network.apply(x, noise, seen));
        return (x, sigma) -> filled.add(unknown.mul(missed.denoise(x.sub(filled), sigma)));
    }

    /** Returns the gauges' values where they are, and elsewhere their mean weighted by inverse squared distance. */
    private Tensor filled(Tensor observed, Tensor mask) {
        // A field without gauges has no weights and is filled with zeros.
        Tensor weights = mask.matmul(proximity).max(1e-6);
        Tensor interpolated = observed.matmul(proximity).div(weights);
        return observed.add(mask.neg().add(1).mul(interpolated));
    }

    private static Tensor proximity(int rows, int columns) {
        int cells = rows * columns;
        float[] values = new float[cells * cells];
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                int down = i / columns - j / columns;
                int across = i % columns - j % columns;
                values[i * cells + j] = i == j ? 0 : 1f / (down * down + across * across);
            }
        }
        return Tensor.constant(HostArray.wrap(Shape.of(cells, cells), values));
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(parameters);
    }

    @Override
    public void iterate(Iteration iteration) {
        int n = iteration.batch();
        Tensor x = iteration.data();
        Tensor density = iteration.uniform(n, 1).mul(most - fewest).add(fewest);
        Tensor mask = iteration.uniform(n, dimension).less(density).cast(DType.F32);
        Denoiser denoiser = given(Map.of(OBSERVED, x.mul(mask), MASK, mask));
        Tensor levels = iteration.normal(n, 1);
        iteration.minimise(GROUP, loss.loss(denoiser, x, levels, iteration.normal(n, dimension)));
    }

    @Override
    public Shape sampleShape() {
        return Shape.of(dimension);
    }

    /** Returns Heun's sampler of the posterior. */
    @Override
    public Sampler sampler() {
        return new HeunSampler(this, sampleShape(), levels, steps);
    }
}
