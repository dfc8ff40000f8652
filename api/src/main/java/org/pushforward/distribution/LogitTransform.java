package org.pushforward.distribution;

import org.pushforward.Stability;
import org.pushforward.settings.Kind;
import org.pushforward.tensor.HostArray;

/**
 * The transform z = log((x - low) / (high - x)).
 *
 * @param low the lower end of the interval
 * @param high the upper end of the interval, above the lower end
 */
@Stability(Stability.Level.EXPERIMENTAL)
@Kind("logit")
public record LogitTransform(double low, double high) implements Preprocessing.Fitted {
    /** Refuses an empty interval. */
    public LogitTransform {
        if (!(low < high)) {
            throw new IllegalArgumentException("logit on (" + low + ", " + high + "): expected low < high");
        }
    }

    static LogitTransform fit(HostArray x, double low, double high) {
        LogitTransform transform = new LogitTransform(low, high);
        for (int i = 0; i < x.size(); i++) {
            if (!(x.get(i) > low && x.get(i) < high)) {
                throw new IllegalArgumentException("logit of x = " + x.get(i) + " in row "
                        + i / Math.max(1, x.size() / x.shape().dim(0)) + ": expected x inside (" + low + ", " + high
                        + ")");
            }
        }
        return transform;
    }

    @Override
    public double forward(double value, int coordinate) {
        return Math.log((value - low) / (high - value));
    }

    @Override
    public double inverse(double value, int coordinate) {
        return low + (high - low) / (1 + Math.exp(-value));
    }

    @Override
    public double logDerivative(double value, int coordinate) {
        return Math.log((high - low) / ((value - low) * (high - value)));
    }
}
