package org.pushforward.zoo.data;

/** Computes log sum_i e^(x_i) without overflow. */
final class LogSumExp {
    private LogSumExp() {}

    static double of(double[] exponents) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double exponent : exponents) {
            largest = Math.max(largest, exponent);
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (double exponent : exponents) {
            sum += Math.exp(exponent - largest);
        }
        return largest + Math.log(sum);
    }
}
