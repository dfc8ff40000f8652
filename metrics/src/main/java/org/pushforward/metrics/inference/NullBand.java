package org.pushforward.metrics.inference;

/**
 * The band in which the score of a perfect model would lie, estimated from scores that compare one set of real data with another.
 *
 * <p>A distance between finite samples is positive and skewed, and its logarithm is nearly normal. Let the logarithms of r null
 * scores have mean m and standard deviation s, and let t be the (1 + level)/2 quantile of Student's t with r - 1 degrees of
 * freedom. If logarithms are normal and independent, the mean of n further ones lies in m -+ t s sqrt(1/n + 1/r) with probability
 * {@code level}. So the geometric mean of n scores of a perfect model is above the band with probability (1 - level)/2.
 *
 * @param level the probability of the band
 * @param averaged n, the number of independent scores in the mean
 * @param typical the geometric mean of the null scores
 * @param deviation s, the standard deviation of the logarithm of a score
 * @param band the band, in units of the scores
 */
public record NullBand(double level, int averaged, double typical, double deviation, Interval band) {

    /**
     * Returns the band.
     *
     * @param scores scores of real data against real data, two or more, positive
     * @param averaged the number of independent scores of a model that are averaged; 1 if they are not independent
     * @param level the probability of the band, above 0 and below 1
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static NullBand of(double[] scores, int averaged, double level) {
        if (scores.length < 2 || averaged < 1 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a null band of level " + level + " for means of " + averaged + " from "
                    + scores.length + " scores: expected a level above 0 and below 1, 1 and 2 or more");
        }
        Estimate logarithm = Estimate.of(logarithms(scores));
        double reach = new Student(scores.length - 1).quantile(0.5 + level / 2)
                * logarithm.standardDeviation()
                * Math.sqrt(1.0 / averaged + 1.0 / scores.length);
        return new NullBand(
                level,
                averaged,
                Math.exp(logarithm.mean()),
                logarithm.standardDeviation(),
                new Interval(Math.exp(logarithm.mean() - reach), Math.exp(logarithm.mean() + reach)));
    }

    /** Returns the geometric mean, the quantity that the band applies to. */
    public static double geometricMean(double... scores) {
        return Math.exp(Estimate.of(logarithms(scores)).mean());
    }

    private static double[] logarithms(double[] scores) {
        double[] logarithms = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            if (!(scores[i] > 0) || Double.isInfinite(scores[i])) {
                throw new IllegalArgumentException(
                        "score " + i + " is " + scores[i] + ": expected positive, finite numbers");
            }
            logarithms[i] = Math.log(scores[i]);
        }
        return logarithms;
    }

    /**
     * Returns the multiple of the typical score of real data at which a model is found to be worse: the geometric mean of its n
     * scores is above the band with this probability, if its scores vary as those of real data do.
     *
     * @param power the probability, above 0 and below 1, such as 0.8
     */
    public double detectableRatio(double power) {
        return band.high() / typical * Math.exp(NormalProbability.quantile(power) * deviation / Math.sqrt(averaged));
    }

    /** Returns whether the geometric mean of the scores of a model is above the band. */
    public boolean isWorse(double... scores) {
        return geometricMean(scores) > band.high();
    }
}
