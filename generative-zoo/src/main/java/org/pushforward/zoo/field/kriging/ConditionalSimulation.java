package org.pushforward.zoo.field.kriging;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.simulation.FieldSampler;
import org.pushforward.zoo.field.simulation.Normals;
import org.pushforward.zoo.field.simulation.PointSampler;

/**
 * Draws fields given gauges by Matheron's rule. It draws an unconditional field z and adds the kriging of the residuals at the gauges:
 *
 * <pre>
 * z + W (y - z(gauges) - e),   e from N(0, noise)
 * </pre>
 *
 * <p>where W are the kriging weights. They are never computed, since W r is the kriging of r: it takes one solution of the gauges' system
 * for each field. The fields have the mean and covariance of kriging, including the uncertainty of the trend's coefficients.
 *
 * <p>Journel and Huijbregts, <i>Mining geostatistics</i>, 1978, section VII.A.1.
 */
public final class ConditionalSimulation implements FieldSampler {
    /** Fields are drawn in batches of this size. */
    private static final int PART = 64;
    /** Batches are smaller if they would contain more numbers than this. */
    private static final int PART_NUMBERS = 1 << 22;
    /** Places are processed in batches of this size, so that their covariances with 500 gauges fit in a core's cache. */
    private static final int PLACES = 128;

    private final FieldSampler prior;
    private final Shape shape;
    private final int[] gaugeOf;
    private final Measurements gauges;
    private final KrigingSystem system;
    private final Places places;
    private final double[] mean;

    private ConditionalSimulation(
            FieldSampler prior, Shape shape, int[] gaugeOf, Measurements gauges, Kriging kriging, Places places) {
        this.prior = prior;
        this.shape = shape;
        this.gaugeOf = gaugeOf;
        this.gauges = gauges;
        this.system = kriging.system();
        this.places = places;
        this.mean = kriging.mean(places);
    }

    /**
     * Returns a sampler of fields at some places. Places and gauges together must be few enough for dense algebra.
     *
     * @throws org.pushforward.zoo.field.covariance.NotPositiveDefiniteException if two of the places are the same
     * @throws IllegalArgumentException if there are more places and gauges than dense algebra can handle, or {@link Kriging#of} refuses its
     *     arguments
     */
    public static ConditionalSimulation at(
            Places places, FieldCovariance covariance, Trend trend, Measurements gauges) {
        Kriging kriging = Kriging.of(covariance, trend, gauges);
        int[] positions = positions(places, gauges.places());
        int[] apart = IntStream.range(0, positions.length)
                .filter(i -> positions[i] < 0)
                .toArray();
        Places joint = places.followedBy(gauges.places().select(apart));
        for (int k = 0; k < apart.length; k++) {
            positions[apart[k]] = places.count() + k;
        }
        return new ConditionalSimulation(
                PointSampler.of(covariance, joint), Shape.of(places.count()), positions, gauges, kriging, places);
    }

    /**
     * Returns a sampler of fields at the places of another sampler, such as the cells of a grid with circulant embedding.
     *
     * @param prior draws the field with mean 0 and the covariance of the kriging
     * @param places the places of the prior's values; every gauge must be at one of them
     * @throws IllegalArgumentException if a gauge is not at one of the places
     */
    public static ConditionalSimulation of(FieldSampler prior, Places places, Measurements gauges, Kriging kriging) {
        int[] positions = positions(places, gauges.places());
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] < 0) {
                throw new IllegalArgumentException(
                        "gauge at (" + gauges.places().x(i) + ", "
                                + gauges.places().y(i) + ") is at none of the " + places.count()
                                + " places where fields are drawn: move it to the nearest cell, or take ConditionalSimulation.at");
            }
        }
        return new ConditionalSimulation(prior, prior.shape(), positions, gauges, kriging, places);
    }

    private static int[] positions(Places places, Places gauges) {
        NearestPlaces index = new NearestPlaces(places);
        return IntStream.range(0, gauges.count())
                .map(i -> {
                    int nearest = index.nearest(gauges.x(i), gauges.y(i), 1, Double.POSITIVE_INFINITY, 1)[0];
                    boolean same = places.x(nearest) == gauges.x(i) && places.y(nearest) == gauges.y(i);
                    return same ? nearest : -1;
                })
                .toArray();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public HostArray sample(int count, RandomKey key) {
        int n = shape.size();
        double[] fields = new double[Math.multiplyExact(count, n)];
        double[][] solutions = new double[count][];
        int stride = prior.shape().size();
        RandomKey noise = key.fold("noise");
        int most = Math.max(2, Math.min(PART, PART_NUMBERS / stride));
        IntStream parts = IntStream.range(0, (count + most - 1) / most);
        (most == PART ? parts.parallel() : parts).forEach(part -> {
            int from = part * most;
            int size = Math.min(most, count - from);
            double[] drawn = prior.sample(size, key.fold(from)).toDoubles();
            for (int k = 0; k < size; k++) {
                double[] z = Arrays.copyOfRange(drawn, k * stride, (k + 1) * stride);
                solutions[from + k] = system.solve(seen(z, noise.fold(from + k)));
                for (int i = 0; i < n; i++) {
                    fields[(from + k) * n + i] = mean[i] + z[i];
                }
            }
        });
        IntStream.range(0, (n + PLACES - 1) / PLACES)
                .parallel()
                .forEach(part -> subtract(solutions, part * PLACES, Math.min(n, (part + 1) * PLACES), fields));
        int[] dims = IntStream.concat(IntStream.of(count), IntStream.of(shape.dims()))
                .toArray();
        return HostArray.wrap(Shape.of(dims), fields);
    }

    /** Returns z(gauges) + e. */
    private double[] seen(double[] z, RandomKey noise) {
        double[] seen = new double[gaugeOf.length];
        Normals.fill(noise, seen);
        for (int i = 0; i < seen.length; i++) {
            seen[i] = z[gaugeOf[i]] + Math.sqrt(gauges.noise(i)) * seen[i];
        }
        return seen;
    }

    /** Subtracts W (z(gauges) + e) at some places from each field. The mean already contains W y and the known part of the trend. */
    private void subtract(double[][] solutions, int from, int to, double[] fields) {
        int width = to - from;
        int n = shape.size();
        double[][] basis = basis(from, width);
        double[] moved = new double[width];
        for (int k = 0; k < solutions.length; k++) {
            Arrays.fill(moved, 0);
            for (int j = 0; j < basis.length; j++) {
                double factor = solutions[k][j];
                double[] row = basis[j];
                for (int i = 0; i < width; i++) {
                    moved[i] += factor * row[i];
                }
            }
            for (int i = 0; i < width; i++) {
                fields[k * n + from + i] -= moved[i];
            }
        }
    }

    /** Returns the trend functions and the covariances with the gauges at some places, [functions and gauges, places]. */
    private double[][] basis(int from, int width) {
        double[] covariances = new double[gaugeOf.length];
        double[] column = new double[system.coefficients().length + gaugeOf.length];
        double[][] basis = new double[column.length][width];
        for (int i = 0; i < width; i++) {
            system.basis(places, from + i, covariances, column);
            for (int j = 0; j < column.length; j++) {
                basis[j][i] = column[j];
            }
        }
        return basis;
    }
}
