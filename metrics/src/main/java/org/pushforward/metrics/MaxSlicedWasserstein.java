package org.pushforward.metrics;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The max-sliced Wasserstein distance between two samples of n and m points in d dimensions: the largest W_p between the
 * projections &lt;u, x_i&gt; and &lt;u, y_i&gt; over unit vectors u. It is found by ascent from several directions at once:
 *
 * <pre>
 * u := g / |g|,   g = gradient of W_p^p(u), through the sorting of the projections
 * </pre>
 *
 * <p>As long as the sorting does not change, W_p^p is a convex function of u, and such a step, which is one of the power method,
 * never lowers it. The sorting does change, so the best visited direction is kept: the result is never below the Monte-Carlo
 * distance over the starting directions. If two samples differ only by a shift, one step finds their full distance in any
 * dimension, whereas K random directions find about sqrt(2 log K / d) of it.
 *
 * <p>The best direction also fits the noise of the samples: between two samples of the same distribution the distance is of size
 * sqrt(d / n), more than along random directions. So compare it with the distance between two samples of the real distribution, or
 * score fresh samples along the direction found. The computation uses the element type of the samples and memory for a few numbers
 * per point and direction. Safe for use by several threads, as the backend is.
 *
 * <p>Deshpande et al., <i>Max-sliced Wasserstein distance and its use for GANs</i>, 2019; Kolouri, Nadjahi, Simsekli, Badeau
 * and Rohde, <i>Generalized sliced Wasserstein distances</i>, 2019; Journee, Nesterov, Richtarik and Sepulchre,
 * <i>Generalized power method for sparse principal component analysis</i>, 2010.
 *
 * @param backend the backend that computes it
 * @param order the order p, 1 or more
 * @param starts the number of starting directions, 1 or more
 * @param iterations the number of steps, 0 or more; ten are enough if one direction stands out
 */
public record MaxSlicedWasserstein(Backend backend, double order, int starts, int iterations) {
    private static final String DIRECTIONS = "directions";
    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String POWERS = "powers";

    /** Below every nonzero gradient: normal float32 numbers are larger. */
    private static final double SMALLEST = 1e-37;

    /** Refuses settings out of range. */
    public MaxSlicedWasserstein {
        Objects.requireNonNull(backend, "backend");
        OneDimensionalWasserstein.checkOrder(order);
        if (starts < 1 || iterations < 0) {
            throw new IllegalArgumentException("max-sliced distance from " + starts + " directions in " + iterations
                    + " iterations: expected at least 1 direction and 0 iterations");
        }
    }

    /**
     * Returns the distance, starting from random directions that are uniform on the sphere.
     *
     * @param first a sample, f32 or f64 [n, d]
     * @param second a sample of the same element type, [m, d]
     * @param key the key that directions are drawn from
     * @throws IllegalArgumentException if the element types differ or are not floating, the dimensions differ, or a value is NaN or
     *     infinite
     */
    public MaxSlicedDistance distance(HostArray first, HostArray second, RandomKey key) {
        SlicedWasserstein.checkSamples(first, second);
        HostArray direction =
                Directions.uniform(key, starts, first.shape().dim(1)).cast(first.dtype());
        // Powers of numbers near 1 neither overflow nor vanish, and a power of two does not round.
        int exponent = -Math.getExponent(Math.max(largest(first), largest(second)));
        double best = -1;
        double atFirst = 0;
        HostArray found = direction.rows(0, 1);
        try (Executable executable = backend.compile(graph(first.type(), second.type()))) {
            executable.write(FIRST, scaled(first, exponent));
            executable.write(SECOND, scaled(second, exponent));
            executable.write(DIRECTIONS, direction);
            for (int step = 0; step <= iterations; step++) {
                HostArray passed = executable.read(DIRECTIONS);
                HostArray powers = executable.run(Map.of()).get(POWERS);
                for (int i = 0; i < starts; i++) {
                    if (powers.get(i) > best) {
                        best = powers.get(i);
                        found = passed.rows(i, i + 1);
                    }
                }
                if (step == 0) {
                    atFirst = best;
                }
            }
        }
        return new MaxSlicedDistance(
                order,
                unscaled(Math.pow(best, 1 / order), exponent),
                found,
                unscaled(Math.pow(atFirst, 1 / order), exponent));
    }

    private static double largest(HostArray sample) {
        double largest = Double.MIN_NORMAL;
        for (double value : sample.toDoubles()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static HostArray scaled(HostArray sample, int exponent) {
        double[] values = sample.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = unscaled(values[i], -exponent);
        }
        return HostArray.wrap(sample.shape(), values).cast(sample.dtype());
    }

    /** Returns value 2^-exponent, in two steps because either alone may be beyond the range. */
    private static double unscaled(double value, int exponent) {
        return Math.scalb(Math.scalb(value, -exponent / 2), -(exponent - exponent / 2));
    }

    /** Returns the program that gives W_p^p along the present directions and takes a step from each. */
    Graph graph(TensorType firstSample, TensorType secondSample) {
        Shape shape = Shape.of(starts, firstSample.shape().dim(1));
        Tensor directions = Tensor.input(DIRECTIONS, new TensorType(firstSample.dtype(), shape));
        Tensor first = Tensor.input(FIRST, firstSample);
        Tensor second = Tensor.input(SECOND, secondSample);
        Tensor powers = SlicedWasserstein.powers(directions, first, second, order);
        // No power depends on another direction, so the gradient of the sum contains the gradient of each power.
        Tensor gradient = Gradients.of(powers.sum(), directions);
        // Divides by the largest element first, so that squares neither overflow nor vanish. If the samples do not
        // differ, the direction becomes 0, and the distance along it is 0 too.
        Tensor shares = gradient.div(gradient.abs().maxOver(1).expandDims(1).max(SMALLEST));
        Tensor next = shares.div(shares.square().sum(1).sqrt().expandDims(1).max(SMALLEST));
        return Graph.builder()
                .state(directions, next)
                .constants(List.of(first, second))
                .batched(directions)
                .output(POWERS, powers)
                .build();
    }
}
