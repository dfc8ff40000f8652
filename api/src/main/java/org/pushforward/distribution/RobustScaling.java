package org.pushforward.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.settings.Kind;
import org.pushforward.tensor.HostArray;

/**
 * The transform z = (x - center) / scale of each coordinate with the median and the interquartile range, which are robust to a few
 * outliers.
 *
 * @param center the median of each coordinate
 * @param scale the interquartile range divided by that of the standard normal distribution; the standard deviation if
 * half of the values are equal, and 1 if all are
 */
@Stability(Stability.Level.EXPERIMENTAL)
@Kind("robust-scale")
public record RobustScaling(List<Double> center, List<Double> scale) implements Preprocessing.Fitted {
    /** The interquartile range of the standard normal distribution. */
    private static final double NORMAL = 1.3489795003921634;

    /** Copies the lists and refuses scales that are not positive. */
    public RobustScaling {
        center = List.copyOf(center);
        scale = List.copyOf(scale);
        if (center.size() != scale.size() || scale.stream().anyMatch(each -> !(each > 0))) {
            throw new IllegalArgumentException(
                    center.size() + " centers and scales " + scale + ": expected a positive scale for each center");
        }
    }

    static RobustScaling fit(HostArray x) {
        Standardization usual = Standardization.fit(x);
        int rows = x.shape().dim(0);
        int row = x.size() / rows;
        List<Double> center = new ArrayList<>();
        List<Double> scale = new ArrayList<>();
        double[] sorted = new double[rows];
        for (int j = 0; j < row; j++) {
            for (int i = 0; i < rows; i++) {
                sorted[i] = x.get(i * row + j);
            }
            Arrays.sort(sorted);
            double between = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / NORMAL;
            center.add(quantile(sorted, 0.5));
            scale.add(between > 0 ? between : usual.scale().get(j));
        }
        return new RobustScaling(center, scale);
    }

    /** Returns the sample quantile of type 7: Hyndman and Fan, <i>Sample quantiles in statistical packages</i>, 1996. */
    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    @Override
    public double forward(double value, int coordinate) {
        return (value - center.get(coordinate)) / scale.get(coordinate);
    }

    @Override
    public double inverse(double value, int coordinate) {
        return center.get(coordinate) + scale.get(coordinate) * value;
    }

    @Override
    public double logDerivative(double value, int coordinate) {
        return -Math.log(scale.get(coordinate));
    }
}
