package org.pushforward.zoo.posterior;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Resampling;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DenoiserNetwork;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.Levels;
import org.pushforward.zoo.score.LossWeight;

/**
 * The denoiser of a field given its values at a few cells, the gauges: D(x, sigma, y) = E[x_0 | x, y].
 *
 * <p>The observation consists of the measured values, with zeros in cells without a gauge, a mask with ones in cells with a gauge, and the
 * standard deviation of the noise of each gauge, 0 where it is exact. A simple interpolation of the gauges gives each cell a mean f and a
 * deviation s, which is 0 at an exact gauge ({@link GaugeInterpolation}). The exact denoisers E_k of Gaussian fields with a few covariances
 * come from kriging ({@link KrigingDenoisers}). The network has one output F for the residual of the interpolation, with the scalings of
 * Karras et al., cell by cell, and one output W_k for the weight of each of the K kriging denoisers:
 *
 * <pre>
 * B = f + s^2 / v (x - f),   v = sigma^2 + s^2
 * D = B + sigma s / sqrt(v) F + (1 - g) sum_k (1 / K + W_k) (E_k - B)
 * </pre>
 *
 * <p>where g is the gain of the gauge in the cell, which is 1 if the gauge is exact and 0 without a gauge, and W_k is kept between -4 and 4.
 * Learning therefore starts from
 * the mean of the kriging denoisers, and samples agree with exact gauges but need not agree with noisy ones. The network takes
 * (x - f) / sqrt(v) and the scaled differences E_k - B as its images, log(sigma) / 4, and the images of {@link #seen}. Without gauges this
 * is the denoiser of the prior, see {@link #withoutGauges}.
 *
 * <p>Training with the observation as an input yields the denoiser of the posterior: Batzolis, Stanczuk, Schoenlieb and Etmann,
 * <i>Conditional image generation with score-based diffusion models</i>, 2021; Karras, Aittala, Aila and Laine, 2022.
 */
public final class GaugeDenoiser implements ConditionalDenoiser, LossWeight {
    /** The name of the measured values, with zeros in cells without a gauge. */
    public static final String OBSERVED = "observed";
    /** The name of the mask with ones in cells with a gauge. */
    public static final String MASK = "mask";
    /** The name of the standard deviations of the noise of the gauges, with zeros elsewhere. */
    public static final String NOISE = "noise";

    private static final String SEEN = "seen";
    /** The number of squares along the edge of a field over which the network sees means, besides the mean over the field. */
    private static final int SQUARES = 4;

    /** The bound of what the network adds to a weight, so that D grows at most linearly with data unlike those of training. */
    private static final double HEAVIEST = 4;

    private final Shape event;
    private final double mean;
    private final double deviation;
    private final DenoiserNetwork network;
    private final KrigingDenoisers kriging;

    /**
     * Makes the denoiser.
     *
     * @param event the shape of a field, [1, rows, columns]
     * @param mean the mean of the fields
     * @param deviation their standard deviation, positive
     * @param network a network on {@link #images} that takes the column of {@link #seen} as its context
     * @throws IllegalArgumentException if the shape is not [1, rows, columns]
     */
    public GaugeDenoiser(Shape event, double mean, double deviation, DenoiserNetwork network) {
        checkField(event);
        this.event = event;
        this.mean = mean;
        this.deviation = deviation;
        this.network = network;
        this.kriging = new KrigingDenoisers(event);
    }

    private static void checkField(Shape event) {
        if (event.rank() != 3 || event.dim(0) != 1) {
            throw new IllegalArgumentException(
                    "gauges in data of shape " + event + ": expected fields on a grid, [1, rows, columns]");
        }
    }

    /**
     * Returns the network's context: one image whose channels are the measured values, the gain of each gauge, the interpolation f and its
     * deviation s, all in standard units, the mean of the scaled residual over the field, the fits of the covariances to the noisy field
     * and to the gauges, and means of the scaled residual over squares.
     *
     * @throws IllegalArgumentException if the shape is not [1, rows, columns]
     */
    public static Schema seen(Shape event) {
        checkField(event);
        int channels = (hasSquares(event) ? 6 : 5) + 2 * KrigingDenoisers.COUNT;
        return Schema.of(SEEN, new TensorType(DType.F32, event.with(0, channels)));
    }

    /**
     * Returns the shape of the images that the network takes and returns: a channel for the residual and one for each kriging denoiser.
     *
     * @throws IllegalArgumentException if the shape is not [1, rows, columns]
     */
    public static Shape images(Shape event) {
        checkField(event);
        return event.with(0, 1 + KrigingDenoisers.COUNT);
    }

    private static boolean hasSquares(Shape event) {
        return event.dim(1) % SQUARES == 0 && event.dim(1) == event.dim(2) && event.dim(1) > SQUARES;
    }

    @Override
    public Schema context() {
        TensorType field = new TensorType(DType.F32, event);
        return Schema.of(OBSERVED, field).with(MASK, field).with(NOISE, field);
    }

    @Override
    public Denoiser given(Context context) {
        GaugeInterpolation known = GaugeInterpolation.of(context, mean, deviation);
        Tensor observed = known.observed().div(deviation);
        Tensor mask = context.get(MASK);
        Tensor noise = context.get(NOISE).div(deviation).square();
        return denoiser(known, (x, sigma) -> kriging.given(x, sigma, observed, mask, noise));
    }

    /** Returns the denoiser of the prior, which has no context. */
    public Denoiser withoutGauges() {
        return denoiser(GaugeInterpolation.none(event, mean, deviation), kriging::alone);
    }

    /**
     * Returns the prior of a model that was trained with gauges: the same parameters without any gauge.
     *
     * @throws IllegalArgumentException if the model is of another kind
     */
    public static DiffusionModel prior(DiffusionModel model) {
        if (!(model.learned() instanceof GaugeDenoiser denoiser)) {
            throw new IllegalArgumentException("the prior of a model whose denoiser has the context "
                    + model.learned().context()
                    + ": expected one that was trained with gauges; others are priors already");
        }
        return model.denoisedBy(denoiser.withoutGauges());
    }

    private Denoiser denoiser(GaugeInterpolation known, BiFunction<Tensor, Tensor, KrigingDenoisers.Found> denoisers) {
        return (x, sigma) -> {
            Levels.check(sigma, x);
            Tensor residual = x.sub(known.filled());
            Tensor total = known.variance().add(sigma.square());
            Tensor base = known.filled().add(residual.mul(known.variance().div(total)));
            KrigingDenoisers.Found found = denoisers.apply(x.sub(mean).div(deviation), sigma.div(deviation));
            Tensor better = found.means()
                    .mul(deviation)
                    .add(mean)
                    .sub(base)
                    .mul(known.gain().neg().add(1));
            Tensor images =
                    Tensor.concat(1, List.of(residual.div(total.sqrt()), better.div(error(known.around(), sigma))));
            Tensor level = sigma.div(deviation).log().mul(0.25);
            Context seen = Context.of(SEEN, channels(known, residual, sigma, found.fits()));
            Tensor output = network.apply(images, level, seen);
            checkOutput(output.shape(), images.shape());
            Tensor weights = output.slice(1, 1, output.dim(1))
                    .max(-HEAVIEST)
                    .min(HEAVIEST)
                    .add(1.0 / KrigingDenoisers.COUNT);
            return base.add(output.slice(1, 0, 1).mul(error(known.variance(), sigma)))
                    .add(weights.mul(better).sum(1).expandDims(1));
        };
    }

    private static void checkOutput(Shape output, Shape images) {
        if (!output.equals(images)) {
            throw new IllegalArgumentException("output of shape " + output
                    + " of the network of a gauge denoiser: expected the shape of its images, " + images);
        }
    }

    /** Returns the deviation of a value given its noisy value, sigma s / sqrt(sigma^2 + s^2). */
    private static Tensor error(Tensor variance, Tensor sigma) {
        return variance.sqrt().mul(sigma).div(variance.add(sigma.square()).sqrt());
    }

    private Tensor channels(GaugeInterpolation known, Tensor residual, Tensor sigma, Tensor fits) {
        Tensor whole = scaledMean(residual, known.variance(), sigma, event.dim(1), event.dim(2));
        Shape one = residual.shape();
        List<Tensor> channels = new ArrayList<>(List.of(
                known.observed().div(deviation).broadcastTo(one),
                known.gain().broadcastTo(one),
                known.filled().sub(mean).div(deviation).broadcastTo(one),
                known.variance().sqrt().div(deviation).broadcastTo(one),
                whole.broadcastTo(one),
                fits.broadcastTo(one.with(1, fits.dim(1)))));
        if (hasSquares(event)) {
            int side = event.dim(1) / SQUARES;
            channels.add(Resampling.nearest(scaledMean(residual, known.variance(), sigma, side, side), side));
        }
        return Tensor.concat(1, channels);
    }

    /** Returns means of the residual over squares, divided by about their deviation. */
    private static Tensor scaledMean(Tensor residual, Tensor variance, Tensor sigma, int rows, int columns) {
        Tensor total = sigma.square().div((double) rows * columns).add(means(variance, rows, columns));
        return means(residual, rows, columns).div(total.sqrt());
    }

    private static Tensor means(Tensor images, int rows, int columns) {
        int down = images.dim(2) / rows;
        int across = images.dim(3) / columns;
        return images.reshape(images.dim(0), down, rows, across, columns)
                .mean(2, 4)
                .reshape(images.dim(0), 1, down, across);
    }

    /**
     * Returns the weight of the squared errors of each cell, (sigma^2 + V) / (sigma^2 V). Here V is the variance of the cell given all gauges
     * but its own, so that precise gauges do not dominate.
     */
    @Override
    public Tensor weight(Tensor sigma, Context context) {
        Tensor around = GaugeInterpolation.of(context, mean, deviation).around();
        return around.reciprocal().add(sigma.square().reciprocal());
    }
}
