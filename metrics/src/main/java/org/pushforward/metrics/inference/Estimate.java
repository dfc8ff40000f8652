package org.pushforward.metrics.inference;

/**
 * The mean of independent numbers and its uncertainty.
 *
 * @param mean the mean
 * @param standardDeviation the standard deviation of the numbers, with divisor n - 1; NaN for a single number
 * @param count the number of numbers, n
 */
public record Estimate(double mean, double standardDeviation, int count) {

    /**
     * Returns the mean and standard deviation of numbers.
     *
     * @throws IllegalArgumentException if there is no number
     */
    public static Estimate of(double... numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("the mean of no numbers: expected 1 or more");
        }
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        double mean = sum / numbers.length;
        double squares = 0;
        for (double number : numbers) {
            double off = number - mean;
            squares += off * off;
        }
        // For a single number, 0 / 0 is NaN.
        return new Estimate(mean, Math.sqrt(squares / (numbers.length - 1)), numbers.length);
    }

    /** Returns the standard error of the mean, s / sqrt(n); NaN for a single number. */
    public double standardError() {
        return standardDeviation / Math.sqrt(count);
    }

    /**
     * Returns Student's interval, mean +- t s / sqrt(n).
     *
     * @param level the probability that the interval contains the true mean of normal numbers, above 0 and below 1
     * @throws IllegalArgumentException if there is a single number, or the level is out of range
     */
    public Interval interval(double level) {
        if (count < 2) {
            throw new IllegalArgumentException("an interval from a single number: expected 2 or more");
        }
        double reach = new Student(count - 1).quantile(0.5 + level / 2) * standardError();
        return new Interval(mean - reach, mean + reach);
    }
}
