package org.pushforward.distribution;

import org.pushforward.Stability;
import org.pushforward.settings.Kind;
import org.pushforward.tensor.HostArray;

/**
 * The transform z = log(x + offset).
 *
 * @param offset the number added to x
 */
@Stability(Stability.Level.EXPERIMENTAL)
@Kind("log")
public record LogTransform(double offset) implements Preprocessing.Fitted {
    static LogTransform fit(HostArray x, double offset) {
        for (int i = 0; i < x.size(); i++) {
            if (!(x.get(i) + offset > 0)) {
                throw new IllegalArgumentException("log(x + " + offset + ") of x = " + x.get(i) + " in row "
                        + i / Math.max(1, x.size() / x.shape().dim(0)) + ": expected x above " + -offset);
            }
        }
        return new LogTransform(offset);
    }

    @Override
    public double forward(double value, int coordinate) {
        return Math.log(value + offset);
    }

    @Override
    public double inverse(double value, int coordinate) {
        return Math.exp(value) - offset;
    }

    @Override
    public double logDerivative(double value, int coordinate) {
        return -Math.log(value + offset);
    }
}
