package org.pushforward.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.settings.Kind;
import org.pushforward.tensor.HostArray;

/**
 * The transform z = (x - mean) / scale of each coordinate.
 *
 * @param mean the mean of each coordinate
 * @param scale the standard deviation of each coordinate, or 1 where it is constant
 */
@Stability(Stability.Level.EXPERIMENTAL)
@Kind("standardize")
public record Standardization(List<Double> mean, List<Double> scale) implements Preprocessing.Fitted {
    private static final System.Logger LOGGER = System.getLogger(Standardization.class.getName());

    /** Copies the lists and refuses scales that are not positive. */
    public Standardization {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
        if (mean.size() != scale.size() || scale.stream().anyMatch(each -> !(each > 0))) {
            throw new IllegalArgumentException(
                    mean.size() + " means and scales " + scale + ": expected a positive scale for each mean");
        }
    }

    static Standardization fit(HostArray x) {
        int rows = x.shape().dim(0);
        if (rows == 0) {
            throw new IllegalArgumentException(
                    "standardization of data of type " + x.type() + ": expected one row at least");
        }
        int row = x.size() / rows;
        List<Double> mean = new ArrayList<>();
        List<Double> scale = new ArrayList<>();
        for (int j = 0; j < row; j++) {
            int coordinate = j;
            double m = IntStream.range(0, rows)
                    .mapToDouble(i -> x.get(i * row + coordinate) / rows)
                    .sum();
            double squares = IntStream.range(0, rows)
                    .mapToDouble(i -> Math.pow(x.get(i * row + coordinate) - m, 2) / rows)
                    .sum();
            double deviation = Math.sqrt(squares);
            mean.add(m);
            // A constant column has a deviation of 0 up to rounding.
            boolean constant = !(deviation > 1e-7 * Math.abs(m));
            if (constant) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "coordinate " + j + " is " + m + " in every row: it is shifted to 0 and keeps its scale");
            }
            scale.add(constant ? 1 : deviation);
        }
        return new Standardization(mean, scale);
    }

    @Override
    public double forward(double value, int coordinate) {
        return (value - mean.get(coordinate)) / scale.get(coordinate);
    }

    @Override
    public double inverse(double value, int coordinate) {
        return mean.get(coordinate) + scale.get(coordinate) * value;
    }

    @Override
    public double logDerivative(double value, int coordinate) {
        return -Math.log(scale.get(coordinate));
    }
}
