package org.pushforward.zoo.field.inference;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pushforward.zoo.field.kriging.Kriging;

/**
 * The distribution of parameters given gauges, up to a factor: the likelihood times the prior, or the likelihood alone.
 *
 * @param likelihood how likely the gauges are
 * @param prior what was known before, or nothing
 */
public record Posterior(Likelihood likelihood, Optional<Hyperprior> prior) {
    /** Refuses a prior of other parameters. */
    public Posterior {
        prior.ifPresent(each -> {
            if (!each.parameters().equals(likelihood.parameters())) {
                throw new IllegalArgumentException("prior of " + each.parameters() + " beside a likelihood of "
                        + likelihood.parameters() + ": expected the same parameters");
            }
        });
    }

    /** Returns the posterior under a prior. */
    public static Posterior of(Likelihood likelihood, Hyperprior prior) {
        return new Posterior(likelihood, Optional.of(prior));
    }

    /** Returns the likelihood alone, for its maximum. */
    public static Posterior flat(Likelihood likelihood) {
        return new Posterior(likelihood, Optional.empty());
    }

    /** Returns the logarithm of the density of the parameters' real coordinates, up to a constant. */
    double at(double[] real) {
        double[] values = likelihood.fromReal(real);
        for (int i = 0; i < values.length; i++) {
            // Coordinates so far out that the value rounds to an end of its interval.
            boolean inside = values[i] > likelihood.parameters().get(i).from()
                    && values[i] < likelihood.parameters().get(i).to();
            if (!inside) {
                return Double.NEGATIVE_INFINITY;
            }
        }
        return likelihood.at(values) + prior.map(each -> each.logDensity(real)).orElse(0.0);
    }

    /** Returns minus the gradient of the logarithm of the density by the real coordinates. */
    double[] descent(double[] real, LikelihoodGradient gradient) {
        double[] down = gradient.atReal(real);
        for (int i = 0; i < down.length; i++) {
            down[i] = -down[i];
        }
        prior.ifPresent(each -> each.addDescent(real, down));
        return down;
    }

    /** Returns the kriging with each of some values of the parameters. */
    Stream<Kriging> krigings(List<double[]> draws) {
        return draws.stream().map(likelihood::kriging);
    }
}
