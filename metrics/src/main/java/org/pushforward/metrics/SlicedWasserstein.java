package org.pushforward.metrics;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The sliced Wasserstein distance between two samples of n points in d dimensions, computed on an engine: the mean over
 * directions u of W_p^p between the projections &lt;u, x_i&gt; and &lt;u, y_i&gt;, to the power 1/p.
 *
 * <p>One run projects onto a chunk of directions by a matrix product; the samples cross to the engine once, and memory does not
 * grow with the number of directions. Projections are in the element type of the samples. They are sorted on the host, in as
 * many threads as the backend's options say, in a time that is proportional to their number ({@link RadixSort}), and
 * |x_(i) - y_(i)|^p is added in float64.
 * Safe for use by several threads, as the backend is.
 *
 * <p>Rabin, Peyre, Delon and Bernot, <i>Wasserstein barycenter and its application to texture mixing</i>, 2011; Deshpande et
 * al., <i>Max-sliced Wasserstein distance and its use for GANs</i>, 2019.
 *
 * @param backend where it is computed
 * @param order the order p, 1 or more
 */
public record SlicedWasserstein(Backend backend, double order) {
    /** How many numbers the projections of one sample onto a chunk of directions hold at most, if n does not exceed it. */
    private static final int CHUNK = 1 << 20;

    private static final String DIRECTIONS = "directions";
    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String POWERS = "powers";

    /** Refuses an order that is not a number from 1 on. */
    public SlicedWasserstein {
        Objects.requireNonNull(backend, "backend");
        OneDimensionalWasserstein.checkOrder(order);
    }

    /**
     * Returns the distance along as many directions as asked for, uniform on the sphere.
     *
     * @param first a sample, f32 or f64 [n, d]
     * @param second a sample of the same type
     * @param directions the number of directions, 1 or more
     * @param key the key that directions are drawn from
     * @throws IllegalArgumentException as {@link #distance(HostArray, HostArray, HostArray)}
     */
    public SlicedDistance distance(HostArray first, HostArray second, int directions, RandomKey key) {
        checkSamples(first, second);
        return distance(
                first, second, Directions.uniform(key, directions, first.shape().dim(1)));
    }

    /**
     * Returns the distance along given directions.
     *
     * @param first a sample, f32 or f64 [n, d]
     * @param second a sample of the same type
     * @param directions vectors, floating [k, d]; unit vectors, if the result is to be a sliced distance
     * @throws IllegalArgumentException if the types are others, the sizes differ, anything is NaN or infinite, or a projection
     *     is beyond the range of the element type
     */
    public SlicedDistance distance(HostArray first, HostArray second, HostArray directions) {
        checkSamples(first, second);
        checkDirections(first, directions);
        int count = directions.shape().dim(0);
        int chunk = Math.max(1, Math.min(count, CHUNK / first.shape().dim(0)));
        HostArray cast = directions.cast(first.dtype());
        double[] powers = new double[count];
        int threads = backend.options().threads();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (Executable executable = backend.compile(graph(first.type(), chunk))) {
            executable.write(FIRST, first);
            executable.write(SECOND, second);
            RowWasserstein rows = new RowWasserstein(order, threads, executor);
            for (int from = 0; from < count; from += chunk) {
                // The last chunk may reach back over directions that are done: all runs are of one shape.
                int start = Math.min(from, count - chunk);
                Map<String, HostArray> projections =
                        executable.run(Map.of(DIRECTIONS, cast.rows(start, start + chunk)));
                rows.powers(projections.get(FIRST), projections.get(SECOND), powers, start);
            }
        } finally {
            executor.shutdown();
        }
        return SlicedDistance.of(order, checkRange(powers, first.dtype()));
    }

    /** Returns the program that gives the projections of two samples onto each of a chunk of directions, [k, n]. */
    static Graph graph(TensorType sample, int chunk) {
        int dimension = sample.shape().dim(1);
        Tensor directions = Tensor.input(DIRECTIONS, new TensorType(sample.dtype(), Shape.of(chunk, dimension)));
        Tensor first = Tensor.input(FIRST, sample);
        Tensor second = Tensor.input(SECOND, sample);
        return Graph.builder()
                .inputs(directions)
                .constants(List.of(first, second))
                .output(FIRST, directions.matmul(first.transpose()))
                .output(SECOND, directions.matmul(second.transpose()))
                .build();
    }

    /** Returns W_p^p along each direction: of [k, d] and two samples [n, d], as [k]. */
    static Tensor powers(Tensor directions, Tensor first, Tensor second, double order) {
        Tensor difference = sortedProjections(directions, first).sub(sortedProjections(directions, second));
        return power(difference, order).mean(1);
    }

    private static Tensor sortedProjections(Tensor directions, Tensor sample) {
        return directions.matmul(sample.transpose()).sort(1);
    }

    private static Tensor power(Tensor difference, double order) {
        if (order == 1) {
            return difference.abs();
        }
        return order == 2 ? difference.square() : difference.abs().pow(order);
    }

    static void checkSamples(HostArray first, HostArray second) {
        Shape shape = first.shape();
        if (!first.type().equals(second.type())
                || !first.dtype().isFloating()
                || shape.rank() != 2
                || shape.size() == 0) {
            throw new IllegalArgumentException("samples of types " + first.type() + " and " + second.type()
                    + ": expected the same floating type [n, d], with as many points in both; take rows(0, n) of the"
                    + " larger one");
        }
        checkFinite("the first sample", first);
        checkFinite("the second sample", second);
    }

    static void checkDirections(HostArray sample, HostArray directions) {
        Shape shape = directions.shape();
        int dimension = sample.shape().dim(1);
        if (!directions.dtype().isFloating() || shape.rank() != 2 || shape.dim(0) == 0 || shape.dim(1) != dimension) {
            throw new IllegalArgumentException(
                    "directions of type " + directions.type() + ": expected a floating type [k, " + dimension + "]");
        }
        checkFinite("directions", directions);
    }

    private static double[] checkRange(double[] powers, DType dtype) {
        for (int i = 0; i < powers.length; i++) {
            if (!Double.isFinite(powers[i])) {
                throw new IllegalArgumentException("W_p^p along direction " + i + " is " + powers[i]
                        + ": the projections are beyond the range of " + dtype + "; scale the samples down");
            }
        }
        return powers;
    }

    private static void checkFinite(String what, HostArray values) {
        if (!values.isFinite()) {
            int row = 0;
            while (values.rows(row, row + 1).isFinite()) {
                row++;
            }
            throw new IllegalArgumentException(what + " of type " + values.type()
                    + " holds NaN or infinity, the first at row " + row + ": remove or mend such rows");
        }
    }
}
