package org.pushforward.zoo.posterior;

import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * What a simple interpolation says about the cells of a field, given gauges. All tensors have shape [n, 1, rows, columns].
 *
 * <p>The field has mean m and deviation d. A gauge of weight q = r^2 / (r^2 + t^2), where t is the deviation of its noise and r = 0.4 d,
 * counts at distance h like q / h^2. With the sum W of these numbers over all other gauges, and k = 0.01, a cell has about
 *
 * <pre>
 * N = m + sum q (y - m) / h^2 / (W + k),   V = r^2 + (d^2 - r^2) k / (W + k)
 * </pre>
 *
 * <p>as its mean and variance. Its own gauge, if it has one, then updates these with the gain g = V / (V + t^2):
 *
 * <pre>
 * f = N + g (y - N),   s^2 = (1 - g) V
 * </pre>
 *
 * <p>So f is y and s is 0 at an exact gauge, and without gauges f is m and s is d.
 *
 * @param observed y - m at gauges, and 0 elsewhere
 * @param gain g at gauges, and 0 elsewhere
 * @param filled f
 * @param variance s^2
 * @param around V
 */
record GaugeInterpolation(Tensor observed, Tensor gain, Tensor filled, Tensor variance, Tensor around) {
    /** The approximate deviation of a smooth field from the interpolation of gauges nearby, in deviations of the field. */
    private static final double MISSED = 0.4;
    /** The weight of the mean: that of a gauge at a distance of ten cells. */
    private static final double WEIGHT_OF_MEAN = 0.01;
    /** The largest number of cells whose square fits in an int. */
    private static final int LARGEST = 46_340;

    /** Returns the interpolation without gauges, of shape [1, 1, rows, columns]. */
    static GaugeInterpolation none(Shape event, double mean, double deviation) {
        TensorType type = new TensorType(DType.F32, event.prepend(1));
        Tensor zero = Tensor.full(type, 0);
        Tensor variance = Tensor.full(type, deviation * deviation);
        return new GaugeInterpolation(zero, zero, Tensor.full(type, mean), variance, variance);
    }

    /** Returns the interpolation of the gauges of a context. */
    static GaugeInterpolation of(Context context, double mean, double deviation) {
        Tensor mask = context.get(GaugeDenoiser.MASK);
        Tensor noise = context.get(GaugeDenoiser.NOISE).square();
        Tensor observed = context.get(GaugeDenoiser.OBSERVED).sub(mean).mul(mask);
        Shape shape = mask.shape();
        Tensor proximity = proximity(shape.dim(2), shape.dim(3));
        double near = MISSED * MISSED * deviation * deviation;
        Tensor weight = mask.div(noise.div(near).add(1));
        Tensor weights = spread(weight, proximity).add(WEIGHT_OF_MEAN);
        Tensor others = spread(weight.mul(observed), proximity).div(weights);
        Tensor around = weights.reciprocal()
                .mul(WEIGHT_OF_MEAN * (deviation * deviation - near))
                .add(near);
        Tensor gain = mask.mul(around.div(around.add(noise)));
        Tensor filled = others.add(gain.mul(observed.sub(others))).add(mean);
        return new GaugeInterpolation(
                observed, gain, filled, around.mul(gain.neg().add(1)), around);
    }

    private static Tensor spread(Tensor values, Tensor proximity) {
        return values.reshape(values.dim(0), -1).matmul(proximity).reshape(values.shape());
    }

    /** Returns the inverse squared distances between cells, and 0 between a cell and itself. */
    private static Tensor proximity(int rows, int columns) {
        int cells = rows * columns;
        if (cells > LARGEST) {
            throw new IllegalArgumentException("interpolation of gauges on " + rows + " x " + columns + " = " + cells
                    + " cells: expected " + LARGEST
                    + " or fewer, since the distances of all pairs must fit in one array; take larger cells");
        }
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
}
