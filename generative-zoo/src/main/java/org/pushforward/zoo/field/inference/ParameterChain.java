package org.pushforward.zoo.field.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.MixturePrediction;
import org.pushforward.zoo.field.transform.FieldTransform;
import org.pushforward.zoo.field.transform.TransformedPrediction;

/**
 * Draws parameters from their posterior by slice sampling one real coordinate after another. No step size needs tuning.
 *
 * <p>Mixing the kriging predictions of all draws is full Bayes: the distribution of the field when the parameters are unknown.
 *
 * <p>Neal, <i>Slice sampling</i>, 2003.
 *
 * @param posterior the distribution that was sampled
 * @param draws the parameter values, in the order of the chain
 */
public record ParameterChain(Posterior posterior, List<double[]> draws) {
    private static final double WIDTH = 1;
    private static final int STEPS = 50;

    /** Copies the list. */
    public ParameterChain {
        draws = List.copyOf(draws);
    }

    /**
     * Runs a chain and returns its draws after a burn-in.
     *
     * @param posterior a posterior with a prior; without one it need not be a distribution
     * @param count the number of draws to keep
     * @param skipped the number of initial draws to discard
     * @param thinning keep every {@code thinning}-th draw; 1 or more
     * @param start the parameter values to start from, such as those of a {@link LikelihoodFit}
     */
    public static ParameterChain run(
            Posterior posterior, int count, int skipped, int thinning, RandomKey key, double... start) {
        if (posterior.prior().isEmpty()) {
            throw new IllegalArgumentException("chain over parameters without a prior: expected Posterior.of with a "
                    + "Hyperprior, since the likelihood alone need not be a distribution");
        }
        if (count < 1 || skipped < 0 || thinning < 1) {
            throw new IllegalArgumentException("chain of " + count + " draws after " + skipped + ", each " + thinning
                    + "th: expected at least 1 draw, 0 or more before them, and a thinning of 1 or more");
        }
        UniformRandomProvider random = key.stream();
        double[] real = posterior.likelihood().toReal(start);
        double now = posterior.at(real);
        if (now == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "the posterior is zero at the starting values, " + Arrays.toString(start));
        }
        List<double[]> draws = new ArrayList<>();
        for (int k = 1; draws.size() < count; k++) {
            for (int i = 0; i < real.length; i++) {
                now = slice(posterior, real, i, now, random);
            }
            if (k > skipped && (k - skipped) % thinning == 0) {
                draws.add(posterior.likelihood().fromReal(real));
            }
        }
        return new ParameterChain(posterior, draws);
    }

    /** Updates one coordinate and returns the log density at the new point. */
    private static double slice(Posterior posterior, double[] real, int i, double now, UniformRandomProvider random) {
        double level = now + Math.log(1 - random.nextDouble());
        double here = real[i];
        double left = here - WIDTH * random.nextDouble();
        double right = left + WIDTH;
        int leftSteps = (int) (STEPS * random.nextDouble());
        int rightSteps = STEPS - 1 - leftSteps;
        while (leftSteps-- > 0 && at(posterior, real, i, left) > level) {
            left -= WIDTH;
        }
        while (rightSteps-- > 0 && at(posterior, real, i, right) > level) {
            right += WIDTH;
        }
        while (true) {
            double next = left + (right - left) * random.nextDouble();
            double density = at(posterior, real, i, next);
            if (density > level || next == here) {
                real[i] = next;
                return density;
            }
            if (next < here) {
                left = next;
            } else {
                right = next;
            }
        }
    }

    private static double at(Posterior posterior, double[] real, int i, double value) {
        double[] moved = real.clone();
        moved[i] = value;
        return posterior.at(moved);
    }

    /** Returns all draws of one parameter. */
    public double[] draws(String name) {
        List<String> names = posterior.likelihood().parameters().stream()
                .map(each -> each.name())
                .toList();
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("parameter '" + name + "' of a chain: there are " + names);
        }
        return draws.stream().mapToDouble(each -> each[at]).toArray();
    }

    /** Returns the distribution of the field with the parameters integrated out: the mixture of the kriging predictions of all draws. */
    public MixturePrediction predict(Places places) {
        return new MixturePrediction(posterior
                .krigings(draws)
                .map(kriging -> kriging.predict(places))
                .toList());
    }

    /** Returns the same prediction in the unit of the data, if the field is a transform of the data. */
    public MixturePrediction predict(Places places, FieldTransform transform) {
        return new MixturePrediction(posterior
                .krigings(draws)
                .map(kriging -> new TransformedPrediction(transform, kriging.predict(places)))
                .toList());
    }
}
