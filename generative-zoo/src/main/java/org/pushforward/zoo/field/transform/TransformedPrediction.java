package org.pushforward.zoo.field.transform;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.pushforward.zoo.field.kriging.MixturePrediction;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.field.kriging.Prediction;

/**
 * The distributions of data whose transform is normal. Means, variances and quantiles are in the unit of the data.
 *
 * @param transform f
 * @param normal the distributions of f(y)
 */
public record TransformedPrediction(FieldTransform transform, NormalPrediction normal) implements Prediction {
    @Override
    public int count() {
        return normal.count();
    }

    @Override
    public double[] mean() {
        return each(i -> transform.mean(normal.mean()[i], normal.variance()[i]));
    }

    @Override
    public double[] variance() {
        double[] mean = mean();
        return each(
                i -> Math.max(0, transform.secondMoment(normal.mean()[i], normal.variance()[i]) - mean[i] * mean[i]));
    }

    @Override
    public double[] quantile(double p) {
        return transform.toData(normal.quantile(p));
    }

    @Override
    public double exceedance(int place, double threshold) {
        if (Double.isInfinite(threshold)) {
            return threshold < 0 ? 1 : 0;
        }
        // A value below the range of the data, such as rain of -1, is always exceeded.
        return transform.isAlwaysAbove(threshold) ? 1 : normal.exceedance(place, transform.toNormal(threshold));
    }

    /** {@inheritDoc} It is that of a {@link MixturePrediction} of one, with an error below 0.1 %. */
    @Override
    public double[] crps(double... truth) {
        return new MixturePrediction(List.of(this)).crps(truth);
    }

    private double[] each(IntToDoubleFunction function) {
        return IntStream.range(0, count()).mapToDouble(function).toArray();
    }
}
