package org.pushforward.zoo.field.prior;

import java.util.Arrays;
import java.util.Optional;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.covariance.Correlation;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Nugget;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.simulation.FieldSampler;
import org.pushforward.zoo.field.simulation.LocalConvolution;
import org.pushforward.zoo.field.simulation.Normals;

/**
 * The distribution of a field with known parameters.
 *
 * @param mean its mean
 * @param nugget the variance of its nugget
 * @param correlation its correlation
 * @param structure its covariance, if it is the same everywhere
 * @param sampler draws it without mean and nugget
 */
record FieldDistribution(
        double mean, double nugget, Correlation correlation, Optional<Structure> structure, LocalConvolution sampler) {

    /** Draws the values of a field, row by row. */
    double[] values(RandomKey key) {
        double[] values = sampler.sample(1, key.fold("field")).toDoubles();
        double[] white = new double[values.length];
        Normals.fill(key.fold("nugget"), white);
        double deviation = Math.sqrt(nugget);
        Arrays.setAll(values, cell -> mean + values[cell] + deviation * white[cell]);
        return values;
    }

    /**
     * Returns the covariance between centers of cells. It is that of the sampler, since on the periodic grid the smoothest fields with the
     * longest ranges are rougher than their structure.
     */
    FieldCovariance covariance() {
        return sampler.covariance().plus(new Nugget(nugget));
    }

    /** Returns a sampler of the field with a mean from N(0, meanDeviation^2) instead of the known one. */
    FieldSampler withMean(double meanDeviation) {
        return new FieldSampler() {
            @Override
            public Shape shape() {
                return sampler.shape();
            }

            @Override
            public HostArray sample(int count, RandomKey key) {
                int cells = shape().size();
                double[] fields = new double[Normals.length(count, shape())];
                double[] means = new double[count];
                Normals.fill(key.fold("mean"), means);
                for (int k = 0; k < count; k++) {
                    double[] values = values(key.fold(k));
                    double moved = meanDeviation * means[k] - mean;
                    for (int i = 0; i < cells; i++) {
                        fields[k * cells + i] = values[i] + moved;
                    }
                }
                return HostArray.wrap(shape().prepend(count), fields);
            }
        };
    }
}
