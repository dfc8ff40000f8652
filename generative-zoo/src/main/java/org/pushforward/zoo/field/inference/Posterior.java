package org.pushforward.zoo.field.inference;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pushforward.zoo.field.kriging.Kriging;

/**
 * The unnormalized distribution of parameters given gauges: the likelihood times the prior, or only the likelihood.
 *
 * @param likelihood the likelihood of the gauges
 * @param prior the prior, or empty for a flat one
 */
public record Posterior(Likelihood likelihood, Optional<Hyperprior> prior) {
    /** Refuses a prior over other parameters, and gauges that do not determine the parameters without a prior. */
    public Posterior {
        if (prior.isEmpty()) {
            likelihood.requireInformative();
        }
        prior.ifPresent(each -> {
            if (!each.parameters().equals(likelihood.parameters())) {
                throw new IllegalArgumentException("prior of " + each.parameters() + " with a likelihood of "
                        + likelihood.parameters() + ": expected the same parameters");
            }
        });
    }

    /** Returns the posterior under a prior. A single gauge suffices: it leaves the parameters close to the prior. */
    public static Posterior of(Likelihood likelihood, Hyperprior prior) {
        return new Posterior(likelihood, Optional.of(prior));
    }

    /** Returns the likelihood without a prior, for maximization. */
    public static Posterior flat(Likelihood likelihood) {
        return new Posterior(likelihood, Optional.empty());
    }

    /** Returns the log density at real coordinates of the parameters, up to a constant. */
    double at(double[] real) {
        double[] values = likelihood.fromReal(real);
        for (int i = 0; i < values.length; i++) {
            // For extreme coordinates the value rounds to an end of its interval.
            boolean inside = values[i] > likelihood.parameters().get(i).from()
                    && values[i] < likelihood.parameters().get(i).to();
            if (!inside) {
                return Double.NEGATIVE_INFINITY;
            }
        }
        return likelihood.at(values) + prior.map(each -> each.logDensity(real)).orElse(0.0);
    }

    /** Returns the negative gradient of the log density with respect to the real coordinates. */
    double[] descent(double[] real, LikelihoodGradient gradient) {
        double[] down = gradient.atReal(real);
        for (int i = 0; i < down.length; i++) {
            down[i] = -down[i];
        }
        prior.ifPresent(each -> each.addDescent(real, down));
        return down;
    }

    /** Returns the kriging for each draw of the parameters. */
    Stream<Kriging> krigings(List<double[]> draws) {
        return draws.stream().map(likelihood::kriging);
    }
}
