package org.pushforward.metrics;

import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * The generalized sliced Wasserstein distance with circles instead of lines: the mean over directions u of W_p^p between the distances
 * |x_i - r u| and |y_i - r u| from a center on the sphere of radius r, to the power 1/p. Points on one sphere around
 * the center are not told apart; with lines, points on one plane are not. As r grows it tends to {@link SlicedWasserstein}.
 *
 * <p>It is computed on the host.
 *
 * <p>Kolouri, Nadjahi, Simsekli, Badeau and Rohde, <i>Generalized sliced Wasserstein distances</i>, 2019.
 *
 * @param order the order p, 1 or more
 * @param radius r, positive, in the units of the samples; their largest norm lets circles bend within them
 */
public record CircularSlicedWasserstein(double order, double radius) {
    /** Refuses an order or a radius out of range. */
    public CircularSlicedWasserstein {
        OneDimensionalWasserstein.checkOrder(order);
        if (!(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("radius = " + radius + " of circles: expected a positive number");
        }
    }

    /**
     * Returns the distance along random directions that are uniform on the sphere.
     *
     * @param first a sample, f32 or f64 [n, d]
     * @param second a sample of the same element type, [m, d]
     * @param directions the number of directions, 1 or more
     * @param key the key that directions are drawn from
     * @throws IllegalArgumentException as {@link SlicedWasserstein#distance(HostArray, HostArray, HostArray)}
     */
    public SlicedDistance distance(HostArray first, HostArray second, int directions, RandomKey key) {
        SlicedWasserstein.checkSamples(first, second);
        return distance(
                first, second, Directions.uniform(key, directions, first.shape().dim(1)));
    }

    /**
     * Returns the distance along given directions.
     *
     * @param first a sample, f32 or f64 [n, d]
     * @param second a sample of the same element type, [m, d]
     * @param directions unit vectors, floating [k, d]
     * @throws IllegalArgumentException as {@link SlicedWasserstein#distance(HostArray, HostArray, HostArray)}
     */
    public SlicedDistance distance(HostArray first, HostArray second, HostArray directions) {
        SlicedWasserstein.checkSamples(first, second);
        SlicedWasserstein.checkDirections(first, directions);
        double[] x = first.toDoubles();
        double[] y = second.toDoubles();
        double[] u = directions.toDoubles();
        int width = directions.shape().dim(1);
        double[] powers = new double[directions.shape().dim(0)];
        for (int k = 0; k < powers.length; k++) {
            powers[k] = Math.pow(
                    OneDimensionalWasserstein.distance(distances(x, u, k, width), distances(y, u, k, width), order),
                    order);
        }
        return SlicedDistance.of(order, powers);
    }

    private double[] distances(double[] points, double[] directions, int direction, int width) {
        double[] distances = new double[points.length / width];
        for (int i = 0; i < distances.length; i++) {
            double squares = 0;
            for (int j = 0; j < width; j++) {
                double difference = points[i * width + j] - radius * directions[direction * width + j];
                squares += difference * difference;
            }
            distances[i] = Math.sqrt(squares);
        }
        return distances;
    }
}
