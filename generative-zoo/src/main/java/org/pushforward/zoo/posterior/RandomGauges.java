package org.pushforward.zoo.posterior;

import org.pushforward.data.Batch;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.zoo.score.Conditioning;

/**
 * Observes training data by random gauges. Each row first draws its own density of gauges, log-uniform between two bounds, and then the
 * gauges; a share of the rows has none. With noise, half of the rows have exact gauges. In the others a noise level is log-uniform between
 * 4 % of the largest and the largest, and the deviation of each gauge is uniform between half of that level and 1.5 times it.
 *
 * @param fewest the lowest density, above 0
 * @param most the highest density, 1 or less
 * @param absent the share of rows without gauges
 * @param noise the largest noise level, in the unit of the data; 0 for exact gauges only
 */
public record RandomGauges(double fewest, double most, double absent, double noise) implements Conditioning {
    private static final double LEVELS = 25;

    /** Refuses values out of range. */
    public RandomGauges {
        if (!(0 < fewest && fewest <= most && most <= 1)) {
            throw new IllegalArgumentException(
                    "density of gauges from " + fewest + " to " + most + ": expected 0 < fewest <= most <= 1");
        }
        if (!(absent >= 0 && absent <= 1)) {
            throw new IllegalArgumentException(
                    "share of rows without gauges = " + absent + ": expected a number from 0 to 1");
        }
        if (!(noise >= 0 && Double.isFinite(noise))) {
            throw new IllegalArgumentException(
                    "largest noise of gauges = " + noise + ": expected a finite number of 0 or more");
        }
    }

    @Override
    public Context context(Schema schema, Batch batch, Noise random) {
        Tensor x = batch.x();
        int[] each = x.shape().dims();
        int[] perRow = x.shape().perRow().dims();
        Tensor density =
                random.uniform(perRow).mul(Math.log(most / fewest)).exp().mul(fewest);
        Tensor mask = random.uniform(each).less(density).cast(x.dtype());
        if (absent > 0) {
            mask = mask.mul(random.uniform(perRow).less(absent).not().cast(x.dtype()));
        }
        if (noise == 0) {
            return Context.of(GaugeDenoiser.OBSERVED, x.mul(mask))
                    .with(GaugeDenoiser.MASK, mask)
                    .with(GaugeDenoiser.NOISE, mask.zerosLike());
        }
        Tensor kind = random.uniform(perRow).mul(2).sub(1);
        Tensor level = kind.mul(-Math.log(LEVELS))
                .exp()
                .mul(noise)
                .mul(kind.less(0).not().cast(x.dtype()));
        Tensor deviation = random.uniform(each).add(0.5).mul(level).mul(mask);
        Tensor measured = x.mul(mask).add(deviation.mul(random.normal(each)));
        return Context.of(GaugeDenoiser.OBSERVED, measured)
                .with(GaugeDenoiser.MASK, mask)
                .with(GaugeDenoiser.NOISE, deviation);
    }
}
