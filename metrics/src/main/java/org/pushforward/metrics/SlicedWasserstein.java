package org.pushforward.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The sliced Wasserstein distance between two samples of n and m points in d dimensions, computed on an engine: the mean over
 * directions u of W_p^p between the projections &lt;u, x_i&gt; and &lt;u, y_i&gt;, to the power 1/p.
 *
 * <p>One run projects onto a chunk of directions by a matrix product. The samples are copied to the engine once, and memory does
 * not grow with the number of directions. Projections have the element type of the samples. The host sorts them, in as many threads
 * as the options of the backend specify; float32 numbers take time proportional to their number ({@link RadixSort}). The host then
 * adds |x_(i) - y_(i)|^p in float64. To find only the largest distance, most directions need not be sorted ({@link #largest}). Safe
 * for use by several threads, as the backend is.
 *
 * <p>Rabin, Peyre, Delon and Bernot, <i>Wasserstein barycenter and its application to texture mixing</i>, 2011; Deshpande et
 * al., <i>Max-sliced Wasserstein distance and its use for GANs</i>, 2019.
 *
 * @param backend the backend that projects the samples
 * @param order the order p, 1 or more
 * @param cancellation requests a stop, which takes effect before the next chunk of directions
 */
public record SlicedWasserstein(Backend backend, double order, Cancellation cancellation) {
    /** The largest number of projections of one sample onto a chunk of directions, unless n exceeds it. */
    private static final int CHUNK = 1 << 22;

    private static final String DIRECTIONS = "directions";
    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String POWERS = "powers";

    /** Refuses an order that is not a finite number of 1 or more. */
    public SlicedWasserstein {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(cancellation, "cancellation");
        OneDimensionalWasserstein.checkOrder(order);
    }

    /** Makes a distance of an order whose computation cannot be stopped. */
    public SlicedWasserstein(Backend backend, double order) {
        this(backend, order, new Cancellation());
    }

    /**
     * Returns the distance along random directions that are uniform on the sphere.
     *
     * @param first a sample, f32 or f64 [n, d]
     * @param second a sample of the same element type, [m, d]
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
     * @param second a sample of the same element type, [m, d]
     * @param directions vectors, floating [k, d]; unit vectors for a sliced distance
     * @throws IllegalArgumentException if the element types differ or are not floating, the dimensions differ, a value is NaN or
     *     infinite, or a projection is beyond the range of the element type
     * @throws CancellationException if a stop was requested
     */
    public SlicedDistance distance(HostArray first, HostArray second, HostArray directions) {
        check(first, second, directions);
        double[] powers = new double[directions.shape().dim(0)];
        project(first, second, directions, (rows, x, y, start) -> rows.powers(x, y, powers, start));
        for (int i = 0; i < powers.length; i++) {
            checkRange(powers[i], i, first.dtype());
        }
        return SlicedDistance.of(order, powers);
    }

    /**
     * Returns the Monte-Carlo max-sliced distance, the largest W_p along given directions. It is the same number that {@link
     * #distance(HostArray, HostArray, HostArray)} returns, but takes less time: counting projections in bins bounds W_p from above,
     * and projections are not sorted if the bound is below the largest W_p so far.
     *
     * @param first a sample, f32 or f64 [n, d]
     * @param second a sample of the same element type, [m, d]
     * @param directions vectors, floating [k, d]; unit vectors for a sliced distance
     * @throws IllegalArgumentException as {@link #distance(HostArray, HostArray, HostArray)}
     */
    public MaxSlicedDistance largest(HostArray first, HostArray second, HostArray directions) {
        check(first, second, directions);
        LargestPower largest = new LargestPower();
        double radius = radius(first, second, directions);
        project(first, second, directions, (rows, x, y, start) -> rows.largest(x, y, radius, largest, start));
        checkRange(largest.power(), largest.row(), first.dtype());
        double distance = Math.pow(largest.power(), 1 / order);
        return new MaxSlicedDistance(
                order,
                distance,
                directions.rows(largest.row(), largest.row() + 1).cast(first.dtype()),
                distance);
    }

    /**
     * Returns an upper bound on the absolute value of projections: the largest |u| |x|, plus what rounding of float32 products may
     * add.
     */
    static double radius(HostArray first, HostArray second, HostArray directions) {
        double rounding = 1 + first.shape().dim(1) * 0x1p-23;
        return rounding * longest(directions) * Math.max(longest(first), longest(second));
    }

    private static double longest(HostArray vectors) {
        double[] values = vectors.toDoubles();
        int length = vectors.shape().dim(1);
        double largest = 0;
        for (int start = 0; start < values.length; start += length) {
            double square = 0;
            for (int i = start; i < start + length; i++) {
                square += values[i] * values[i];
            }
            largest = Math.max(largest, square);
        }
        return Math.sqrt(largest);
    }

    /** Work on the projections onto a chunk of directions, given the number of the first direction. */
    private interface Chunk {
        void compare(RowWasserstein rows, HostArray first, HostArray second, int start);
    }

    private void project(HostArray first, HostArray second, HostArray directions, Chunk chunk) {
        int count = directions.shape().dim(0);
        int size = chunk(count, Math.max(first.shape().dim(0), second.shape().dim(0)));
        HostArray cast = directions.cast(first.dtype());
        int threads = backend.options().threads();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (Executable executable = backend.compile(graph(first.type(), second.type(), size))) {
            executable.write(FIRST, first);
            executable.write(SECOND, second);
            RowWasserstein rows = new RowWasserstein(order, threads, executor);
            for (int from = 0; from < count; from += size) {
                if (cancellation.isRequested()) {
                    throw new CancellationException(
                            "a distance was stopped after " + from + " of " + count + " directions");
                }
                // All runs have the same shape, so the last chunk may repeat directions that are done.
                int start = Math.min(from, count - size);
                Map<String, HostArray> projections = executable.run(Map.of(DIRECTIONS, cast.rows(start, start + size)));
                chunk.compare(rows, projections.get(FIRST), projections.get(SECOND), start);
            }
        } finally {
            executor.shutdown();
        }
    }

    /** Returns how many directions a run takes if the larger sample has so many points. Runs are about equally large. */
    static int chunk(int directions, int points) {
        int most = Math.max(1, CHUNK / points);
        int runs = (directions + most - 1) / most;
        return (directions + runs - 1) / runs;
    }

    /** Returns the program that projects two samples onto a chunk of k directions, [k, n] and [k, m]. */
    static Graph graph(TensorType firstSample, TensorType secondSample, int chunk) {
        int dimension = firstSample.shape().dim(1);
        Tensor directions = Tensor.input(DIRECTIONS, new TensorType(firstSample.dtype(), Shape.of(chunk, dimension)));
        Tensor first = Tensor.input(FIRST, firstSample);
        Tensor second = Tensor.input(SECOND, secondSample);
        return Graph.builder()
                .inputs(directions)
                .constants(List.of(first, second))
                .batched(directions)
                .output(FIRST, directions.matmul(first.transpose()))
                .output(SECOND, directions.matmul(second.transpose()))
                .build();
    }

    /** Returns W_p^p along each direction, as [k], for directions [k, d] and samples [n, d] and [m, d]. */
    static Tensor powers(Tensor directions, Tensor first, Tensor second, double order) {
        Tensor x = sortedProjections(directions, first);
        Tensor y = sortedProjections(directions, second);
        int n = first.shape().dim(0);
        int m = second.shape().dim(0);
        if (n == m) {
            return power(x.sub(y), order).mean(1);
        }
        QuantileCoupling pairs = QuantileCoupling.ofSizes(n, m);
        Tensor difference = x.gather(1, positions(pairs.first())).sub(y.gather(1, positions(pairs.second())));
        Tensor mass = Tensor.constant(
                HostArray.wrap(Shape.of(1, pairs.mass().length), pairs.mass()).cast(first.dtype()));
        return power(difference, order).mul(mass).sum(1);
    }

    private static Tensor positions(int[] positions) {
        long[] values = Arrays.stream(positions).asLongStream().toArray();
        return Tensor.constant(HostArray.wrap(Shape.of(values.length), values));
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

    private static void check(HostArray first, HostArray second, HostArray directions) {
        checkSamples(first, second);
        checkDirections(first, directions);
    }

    static void checkSamples(HostArray first, HostArray second) {
        Shape shape = first.shape();
        Shape other = second.shape();
        if (first.dtype() != second.dtype()
                || !first.dtype().isFloating()
                || shape.rank() != 2
                || other.rank() != 2
                || shape.dim(1) != other.dim(1)
                || shape.size() == 0
                || other.size() == 0) {
            throw new IllegalArgumentException("samples of types " + first.type() + " and " + second.type()
                    + ": expected one floating element type, [n, d] and [m, d]");
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

    private static void checkRange(double power, int direction, DType dtype) {
        if (!Double.isFinite(power)) {
            throw new IllegalArgumentException("W_p^p along direction " + direction + " is " + power
                    + ": the projections are beyond the range of " + dtype + "; scale the samples down");
        }
    }

    private static void checkFinite(String what, HostArray values) {
        if (!values.isFinite()) {
            int row = 0;
            while (values.rows(row, row + 1).isFinite()) {
                row++;
            }
            throw new IllegalArgumentException(what + " of type " + values.type()
                    + " contains NaN or infinity, the first at row " + row + ": remove or correct these rows");
        }
    }
}
