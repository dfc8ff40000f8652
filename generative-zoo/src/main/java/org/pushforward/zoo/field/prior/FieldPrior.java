package org.pushforward.zoo.field.prior;

import java.util.List;
import org.pushforward.settings.SettingException;
import org.pushforward.zoo.field.covariance.Correlation;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.inference.Hyperprior;

/**
 * A setting for a distribution of random fields whose parameters are random, too. Lengths are in cells, and values in standard units: over
 * all fields the mean is 0 and, with the defaults, the standard deviation is 1.
 *
 * <p>A field has a Matern covariance with geometric anisotropy, a nugget and a constant mean. In a share of the fields the range, the
 * anisotropy and the standard deviation change smoothly from place to place.
 *
 * <p>Positive parameters are log-normal and given by their median and the standard deviation of their logarithm, their spread.
 *
 * @param smoothness the smoothness of the Matern covariance; all are equally likely
 * @param range the median of the distance at which the correlation along the major axis falls to 0.05
 * @param rangeSpread the spread of that distance
 * @param ratio the median of the range along the minor axis divided by that along the major axis, in (0, 1); the angle is uniform
 * @param ratioSpread the standard deviation of log(ratio / (1 - ratio))
 * @param deviation the median of the standard deviation
 * @param deviationSpread the spread of the standard deviation
 * @param nugget the median of the variance of the nugget
 * @param nuggetSpread the spread of that variance
 * @param meanDeviation the standard deviation of the mean, which is normal
 * @param local the share of fields that change from place to place
 * @param localSpread the standard deviation of log s within such a field, where s is the local standard deviation
 */
public record FieldPrior(
        List<Double> smoothness,
        double range,
        double rangeSpread,
        double ratio,
        double ratioSpread,
        double deviation,
        double deviationSpread,
        double nugget,
        double nuggetSpread,
        double meanDeviation,
        double local,
        double localSpread) {
    private static final double FALLEN = 0.05;

    /** Ranges from 2 to 118 cells (two deviations), five kinds of smoothness, and half of the fields change from place to place. */
    public FieldPrior() {
        this(List.of(0.5, 1.0, 1.5, 2.5, 5.0), 16, 1.0, 0.5, 1.2, 0.755, 0.35, 0.005, 1.2, 0.51, 0.5, 0.7);
    }

    /** Refuses values out of range. */
    public FieldPrior {
        smoothness = List.copyOf(smoothness);
        List<Double> each = smoothness;
        SettingException.unless(
                !each.isEmpty() && each.stream().allMatch(value -> value > 0 && value <= 10),
                "smoothness",
                each,
                "at least one number above 0 and up to 10");
        SettingException.unless(range > 0 && range <= 1000, "range", range, "above 0 and up to 1000 cells");
        SettingException.unless(ratio > 0 && ratio < 1, "ratio", ratio, "a number in (0, 1)");
        positive("rangeSpread", rangeSpread);
        positive("ratioSpread", ratioSpread);
        positive("deviation", deviation);
        positive("deviationSpread", deviationSpread);
        positive("nugget", nugget);
        positive("nuggetSpread", nuggetSpread);
        SettingException.unless(
                meanDeviation >= 0 && Double.isFinite(meanDeviation), "meanDeviation", meanDeviation, "0 or more");
        SettingException.unless(local >= 0 && local <= 1, "local", local, "a share from 0 to 1");
        SettingException.unless(localSpread >= 0 && localSpread <= 3, "localSpread", localSpread, "0 to 3");
    }

    private static void positive(String name, double value) {
        SettingException.unless(value > 0 && Double.isFinite(value), name, value, "a finite number above 0");
    }

    /** Returns this prior with another median of the range. */
    public FieldPrior withRange(double other) {
        return new FieldPrior(
                smoothness,
                other,
                rangeSpread,
                ratio,
                ratioSpread,
                deviation,
                deviationSpread,
                nugget,
                nuggetSpread,
                meanDeviation,
                local,
                localSpread);
    }

    /** Returns this prior with another share of fields that change from place to place. */
    public FieldPrior withLocal(double other) {
        return new FieldPrior(
                smoothness,
                range,
                rangeSpread,
                ratio,
                ratioSpread,
                deviation,
                deviationSpread,
                nugget,
                nuggetSpread,
                meanDeviation,
                other,
                localSpread);
    }

    /** Returns the family of the covariances of stationary fields with a correlation. */
    public static CovarianceFamily family(Correlation correlation) {
        return CovarianceFamily.anisotropic(correlation).withNugget();
    }

    /**
     * Returns the distribution of the parameters of that family, for full Bayes under this prior. The angle is so wide that it is uniform.
     */
    public Hyperprior hyperprior(Correlation correlation) {
        return new Hyperprior(
                family(correlation).parameters(),
                new double[] {deviation * deviation, range / reach(correlation, FALLEN), ratio, 0, nugget},
                new double[] {2 * deviationSpread, rangeSpread, ratioSpread, 180, nuggetSpread});
    }

    /** Returns the scaled distance at which a correlation falls to a value. */
    public static double reach(Correlation correlation, double value) {
        double near = 0;
        double far = 100;
        while (far - near > 1e-9) {
            double middle = (near + far) / 2;
            if (correlation.at(middle) > value) {
                near = middle;
            } else {
                far = middle;
            }
        }
        return near;
    }
}
