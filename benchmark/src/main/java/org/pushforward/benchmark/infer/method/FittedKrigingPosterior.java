package org.pushforward.benchmark.infer.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.report.inference.ParameterSummary;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.inference.Likelihood;
import org.pushforward.zoo.field.inference.LikelihoodFit;
import org.pushforward.zoo.field.inference.Posterior;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.prior.FieldPrior;

/**
 * Ordinary kriging with the parameters of maximum restricted likelihood. If the smoothness is unknown, it is the one with the highest
 * likelihood. The search starts at the medians of the hyperprior, which it does not use otherwise. With more than {@value #MOST} gauges,
 * the likelihood is that of {@value #FITTED} of them, and each cell is predicted from its nearest {@value #NEAREST}
 * ({@link NeighborhoodKriging}).
 *
 * @param name the name for tables
 * @param settings the covariances
 */
public record FittedKrigingPosterior(String name, CovarianceSettings settings) implements FieldPosterior {
    /** A variogram from fewer gauges is arbitrary. */
    static final int FEWEST = 10;
    /** Likelihoods of more gauges take minutes, because their time grows with the cube of the number. */
    public static final int MOST = 1_000;
    /** The number of gauges to fit to if there are more than that. */
    static final int FITTED = 500;
    /** Gauges behind the nearest ones hardly change a prediction. */
    private static final int NEAREST = 64;

    /**
     * A correlation with its best parameters.
     *
     * @param number its number among all
     */
    private record Candidate(int number, FieldHyperprior hyperprior, LikelihoodFit fit) {}

    @Override
    public Optional<String> obstacle(GaugedField field) {
        int count = field.gauges().count();
        return count >= FEWEST
                ? FieldDraws.obstacle(field.grid())
                : Optional.of(String.format(
                        Locale.ROOT,
                        "fitting a variogram needs %d gauges at different places, and there %s %d; full Bayes relies on its"
                                + " hyperprior instead",
                        FEWEST,
                        count == 1 ? "is" : "are",
                        count));
    }

    /** Returns why likelihoods of so many gauges take too long. */
    static Optional<String> tooMany(int count) {
        return Optional.of(String.format(
                Locale.ROOT,
                "there are %,d gauges, and the likelihood of more than %,d takes too long, since its time grows with the cube"
                        + " of their number; kriging with fitted parameters takes more, and so does the amortized model on"
                        + " maps that are not too large",
                count,
                MOST));
    }

    @Override
    public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
        int count = field.gauges().count();
        boolean many = count > MOST;
        Measurements fitted = many
                ? field.gauges().select(Arrays.copyOf(key.fold("fitted").permutation(count), FITTED))
                : field.gauges();
        List<FieldHyperprior> hyperpriors = FieldHyperprior.each(settings, field.scale(), field.grid());
        Candidate best = best(hyperpriors, fitted, cancellation);
        double[] values = best.fit().parameters();
        FieldCovariance covariance = best.hyperprior().family().at(values);
        FieldForecast forecast = many
                ? new NeighborhoodKriging(covariance, NEAREST).forecast(field, draws, key, cancellation)
                : KnownKriging.forecast(field, covariance, Trend.constant(), draws, key);
        List<ParameterSummary> parameters = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            String name = best.hyperprior().family().parameters().get(i).name();
            parameters.add(ParameterSummary.of(name, best.hyperprior().shown(name, values[i])));
        }
        if (hyperpriors.size() > 1) {
            parameters.add(ParameterSummary.of(
                    FieldHyperprior.SMOOTHNESS, new FieldPrior().smoothness().get(best.number())));
        }
        return new FieldForecast(
                forecast.draws(), forecast.cells(), parameters, many ? List.of(note(count)) : List.of());
    }

    private static String note(int count) {
        return String.format(
                Locale.ROOT,
                "there are %,d gauges, so the covariance was fitted to %d of them, chosen at random, and each cell is predicted"
                        + " from its nearest %d gauges; in the draws, each gauge is at the center of its cell",
                count,
                FITTED,
                NEAREST);
    }

    /**
     * Returns the correlation of the highest likelihood. One whose covariance is singular at the start of the search is left out.
     *
     * @throws IllegalArgumentException if all are singular there, or a search finds no maximum
     */
    private static Candidate best(List<FieldHyperprior> hyperpriors, Measurements gauges, Cancellation cancellation) {
        List<Candidate> candidates = new ArrayList<>();
        for (int k = 0; k < hyperpriors.size(); k++) {
            FieldHyperprior each = hyperpriors.get(k).stoppedBy(cancellation);
            Likelihood likelihood = Likelihood.restricted(each.family(), Trend.constant(), gauges);
            double[] start = each.prior().median();
            if (likelihood.at(start) > Double.NEGATIVE_INFINITY) {
                candidates.add(new Candidate(k, each, LikelihoodFit.of(Posterior.flat(likelihood), start)));
            }
        }
        return candidates.stream()
                .max(Comparator.comparingDouble(each -> each.fit().logDensity()))
                .orElseThrow(() -> new IllegalArgumentException("the covariance of " + gauges.count()
                        + " gauges is singular at the start of the search, for every smoothness: look for gauges that are"
                        + " nearly at one place, give them 'noise', or allow a 'nugget' in 'covariance'"));
    }
}
