package org.pushforward.metrics.calibration;

import java.util.function.ToDoubleBiFunction;
import org.pushforward.metrics.inference.Uniformity;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/**
 * Simulation-based calibration. Parameters come from the prior, and data are simulated from them. If the posterior is correct, the
 * parameters are distributed like draws from the posterior given these data, so the rank of a quantity of the parameters among L
 * draws is uniform on 0 to L. A rank r becomes (r + u) / (L + 1) with a uniform u, and ties are broken at random, so that the
 * numbers are exactly uniform.
 *
 * <p>Which errors it detects depends on the quantity. Single parameters detect neither wrong dependence between parameters nor a
 * posterior that equals the prior; the likelihood of the data detects both.
 *
 * <p>Talts, Betancourt, Simpson, Vehtari and Gelman, <i>Validating Bayesian inference algorithms with simulation-based calibration</i>,
 * 2018; Modrak et al., <i>Simulation-based calibration checking for Bayesian computation: the choice of test quantities shapes
 * sensitivity</i>, 2023.
 *
 * @param simulations parameters and data with draws from the posterior of the data
 */
public record PosteriorRanks(Simulations simulations) {

    /**
     * Returns the ranks of a quantity, as numbers that are uniform if the posterior is correct.
     *
     * @param quantity a function of the parameters and the data
     * @param key the random key for u and for ties
     */
    public Uniformity of(ToDoubleBiFunction<double[], double[]> quantity, RandomKey key) {
        int count = simulations.count();
        double[] uniform = key.uniform(Shape.of(count, 2)).toDoubles();
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            double[] data = simulations.data()[i];
            double truth = quantity.applyAsDouble(simulations.truth()[i], data);
            int below = 0;
            int equal = 0;
            for (double[] draw : simulations.draws()[i]) {
                double value = quantity.applyAsDouble(draw, data);
                below += value < truth ? 1 : 0;
                equal += value == truth ? 1 : 0;
            }
            double rank = below + Math.floor(uniform[2 * i] * (equal + 1));
            numbers[i] = (rank + uniform[2 * i + 1]) / (simulations.draws()[i].length + 1);
        }
        return Uniformity.of(numbers);
    }

    /** Returns the ranks of one parameter. */
    public Uniformity ofParameter(int parameter, RandomKey key) {
        return of((parameters, data) -> parameters[parameter], key);
    }
}
