package org.pushforward.benchmark.infer.gauges;

import java.util.Optional;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.kriging.MixturePrediction;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.field.kriging.Prediction;
import org.pushforward.zoo.field.transform.FieldTransform;
import org.pushforward.zoo.field.transform.TransformedPrediction;

/**
 * The map between data and the values of a Gaussian field.
 *
 * @param transform the transform, or empty if the data are the values
 */
public record FieldUnits(Optional<FieldTransform> transform) {

    /** Returns data that are the values of a Gaussian field. */
    public static FieldUnits plain() {
        return new FieldUnits(Optional.empty());
    }

    /**
     * Returns the normal value of a datum.
     *
     * @throws IllegalArgumentException if it is not in the domain of the transform
     */
    public double toNormal(double y) {
        return transform.map(each -> each.toNormal(y)).orElse(y);
    }

    /** Returns the datum of a normal value. */
    public double toData(double z) {
        return transform.map(each -> each.toData(z)).orElse(z);
    }

    /** Returns the data of normal values, of the same shape, float64. */
    public HostArray toData(HostArray normal) {
        double[] values = normal.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = toData(values[i]);
        }
        return HostArray.wrap(normal.shape(), values);
    }

    /** Returns the distribution of the data. */
    public Prediction toData(NormalPrediction normal) {
        return transform
                .<Prediction>map(each -> new TransformedPrediction(each, normal))
                .orElse(normal);
    }

    /** Returns the distribution of the data for a mixture of normal distributions. */
    public Prediction toData(MixturePrediction normal) {
        return new MixturePrediction(normal.parts().stream()
                .map(part -> toData((NormalPrediction) part))
                .toList());
    }

    /**
     * Returns the variance of the noise of a normal value, for a datum with noise of a given standard deviation s. It is the square of
     * (f(y + s) - f(y - s)) / 2. If y - s is not in the domain of the transform, it is the square of f(y + s) - f(y).
     */
    public double noise(double y, double deviation) {
        double up = toNormal(y + deviation);
        double half;
        try {
            half = (up - toNormal(y - deviation)) / 2;
        } catch (IllegalArgumentException outside) {
            half = up - toNormal(y);
        }
        return half * half;
    }
}
