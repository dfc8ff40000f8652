package org.pushforward.zoo.posterior;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Conditioning;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DenoiserNetwork;
import org.pushforward.zoo.score.Parameterization;

/**
 * The denoiser of a field given its values at a few cells, the gauges: D(x, sigma, y) = E[x_0 | x, y].
 *
 * <p>The observation consists of the field, with zeros in cells without a gauge, and a mask m with ones in cells with a gauge. Let f(y) be
 * the interpolation of the gauges with inverse squared distances as weights. Then
 *
 * <pre>
 * D(x, sigma, y) = f(y) + (1 - m) R(x - f(y), sigma, y)
 * </pre>
 *
 * <p>where R denoises the residual of the interpolation. Learning therefore starts from the interpolation, and samples agree with the
 * gauges. Training with the observation as an input yields the denoiser of the posterior: Batzolis, Stanczuk, Schoenlieb and Etmann,
 * <i>Conditional image generation with score-based diffusion models</i>, 2021.
 */
public final class GaugeDenoiser implements ConditionalDenoiser {
    /** The name of the field with zeros in cells without a gauge. */
    public static final String OBSERVED = "observed";
    /** The name of the mask with ones in cells with a gauge. */
    public static final String MASK = "mask";

    private static final String FILLED = "filled";

    private final Shape event;
    private final Tensor proximity;
    private final ConditionalDenoiser missed;

    /**
     * Makes the denoiser.
     *
     * @param event the shape of a field, [1, rows, columns]
     * @param parameterization turns the network into R
     * @param network takes the interpolated field and the mask, {@link #seen}, as its context
     * @throws IllegalArgumentException if the shape is not [1, rows, columns]
     */
    public GaugeDenoiser(Shape event, Parameterization parameterization, DenoiserNetwork network) {
        if (event.rank() != 3 || event.dim(0) != 1) {
            throw new IllegalArgumentException(
                    "gauges in data of shape " + event + ": expected fields on a grid, [1, rows, columns]");
        }
        this.event = event;
        this.proximity = proximity(event.dim(1), event.dim(2));
        this.missed = parameterization.denoiser(seen(event), network);
    }

    /** Returns the network's context columns: the interpolated field and the mask, each with the shape of a field. */
    public static Schema seen(Shape event) {
        TensorType field = new TensorType(DType.F32, event);
        return Schema.of(FILLED, field).with(MASK, field);
    }

    @Override
    public Schema context() {
        TensorType field = new TensorType(DType.F32, event);
        return Schema.of(OBSERVED, field).with(MASK, field);
    }

    @Override
    public Denoiser given(Context context) {
        Tensor mask = context.get(MASK);
        Tensor filled = filled(context.get(OBSERVED), mask);
        Tensor unknown = mask.neg().add(1);
        Denoiser rest = missed.given(Context.of(FILLED, filled).with(MASK, mask));
        return (x, sigma) -> filled.add(unknown.mul(rest.denoise(x.sub(filled), sigma)));
    }

    /** Returns the values of the gauges in their cells, and elsewhere their mean weighted by inverse squared distance. */
    private Tensor filled(Tensor observed, Tensor mask) {
        // Without gauges all weights are zero, and the field is filled with zeros.
        Tensor weights = mask.reshape(mask.dim(0), -1).matmul(proximity).max(1e-6);
        Tensor sums = observed.reshape(observed.dim(0), -1).matmul(proximity);
        return observed.add(mask.neg().add(1).mul(sums.div(weights).reshape(observed.shape())));
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

    /**
     * Returns observations of the data by random gauges. Each row first draws its own density of gauges uniformly between two bounds, and
     * then the gauges.
     *
     * @param fewest the lowest density, 0 or more
     * @param most the highest density, 1 or less
     */
    public static Conditioning randomGauges(double fewest, double most) {
        if (!(0 <= fewest && fewest <= most && most <= 1)) {
            throw new IllegalArgumentException(
                    "density of gauges from " + fewest + " to " + most + ": expected 0 <= fewest <= most <= 1");
        }
        return (schema, batch, noise) -> {
            Tensor x = batch.x();
            Tensor density =
                    noise.uniform(x.shape().perRow().dims()).mul(most - fewest).add(fewest);
            Tensor mask = noise.uniform(x.shape().dims()).less(density).cast(x.dtype());
            return Context.of(OBSERVED, x.mul(mask)).with(MASK, mask);
        };
    }
}
