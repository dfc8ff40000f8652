package org.pushforward.benchmark.infer.method;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.report.inference.ParameterSummary;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.inference.ChainDiagnostics;
import org.pushforward.zoo.field.inference.Likelihood;
import org.pushforward.zoo.field.inference.ParameterChain;
import org.pushforward.zoo.field.inference.Posterior;
import org.pushforward.zoo.field.kriging.MixturePrediction;

/**
 * Full Bayes: ordinary kriging averaged over the posterior of the parameters under the {@link FieldHyperprior}. Parallel chains start at
 * the medians of the hyperprior and at draws from it. If they disagree, a note says so.
 *
 * @param settings the chains
 * @param covariance the covariances
 */
public record FullBayesPosterior(MethodSettings.FullBayes settings, CovarianceSettings covariance)
        implements FieldPosterior {
    /** The draws of the hyperprior to try as a start until its covariance is positive definite. */
    private static final int TRIES = 100;
    /** The largest number of draws in a prediction. More hardly change it. */
    public static final int MIXED = 100;

    @Override
    public String name() {
        return settings.title();
    }

    @Override
    public Optional<String> obstacle(GaugedField field) {
        int count = field.gauges().count();
        return count > FittedKrigingPosterior.MOST
                ? FittedKrigingPosterior.tooMany(count)
                : FieldDraws.obstacle(field.grid());
    }

    @Override
    public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
        FieldHyperprior hyperprior =
                FieldHyperprior.of(covariance, field.scale(), field.grid()).stoppedBy(cancellation);
        Posterior posterior = Posterior.of(
                Likelihood.restricted(hyperprior.family(), Trend.constant(), field.gauges()), hyperprior.prior());
        List<ParameterChain> chains = IntStream.range(0, settings.chains())
                .parallel()
                .mapToObj(chain ->
                        chain(posterior, hyperprior, chain, key.fold("chain").fold(chain)))
                .toList();
        List<double[]> used = used(chains);
        ParameterChain joined = new ParameterChain(posterior, used);
        MixturePrediction normal = joined.predict(field.grid().places());
        List<ParameterSummary> parameters = new ChainSummary(hyperprior, chains).parameters();
        return new FieldForecast(
                field.units().toData(fields(field, hyperprior, used, draws, key.fold("fields"))),
                field.units().toData(normal),
                parameters,
                notes(parameters),
                used.stream().map(hyperprior.family()::at).toList());
    }

    private ParameterChain chain(Posterior posterior, FieldHyperprior hyperprior, int chain, RandomKey key) {
        return ParameterChain.run(
                posterior,
                settings.draws(),
                settings.skipped(),
                settings.thinning(),
                key.fold("steps"),
                start(posterior, hyperprior, chain, key.fold("start")));
    }

    private static double[] start(Posterior posterior, FieldHyperprior hyperprior, int chain, RandomKey key) {
        if (chain > 0) {
            for (int i = 0; i < TRIES; i++) {
                double[] values = hyperprior.prior().draw(key.fold(i));
                if (posterior.likelihood().at(values) > Double.NEGATIVE_INFINITY) {
                    return values;
                }
            }
        }
        return hyperprior.prior().median();
    }

    /** Returns draws that are spread evenly over all chains. */
    private static List<double[]> used(List<ParameterChain> chains) {
        List<double[]> all =
                chains.stream().flatMap(chain -> chain.draws().stream()).toList();
        int count = Math.min(MIXED, all.size());
        return IntStream.range(0, count)
                .mapToObj(k -> all.get((int) ((long) k * all.size() / count)))
                .toList();
    }

    /** Draws each field with its own draw of the parameters, evenly spread over all chains. */
    private static HostArray fields(
            GaugedField field, FieldHyperprior hyperprior, List<double[]> parameters, int draws, RandomKey key) {
        List<HostArray> fields = IntStream.range(0, draws)
                .parallel()
                .mapToObj(k -> FieldDraws.given(
                        hyperprior.family().at(parameters.get((int) ((long) k * parameters.size() / draws))),
                        Trend.constant(),
                        field.gauges(),
                        field.grid(),
                        1,
                        key.fold(k)))
                .toList();
        return HostArray.concat(fields);
    }

    private static List<String> notes(List<ParameterSummary> parameters) {
        return parameters.stream()
                .filter(each -> each.scaleReduction().orElseThrow() > ChainDiagnostics.LARGEST_R_HAT)
                .map(each -> String.format(
                        Locale.ROOT,
                        "the chains disagree about '%s' (R-hat %.2f, above %.2f): run longer ones, with larger 'draws' and"
                                + " 'skipped' of 'full-bayes'",
                        each.name(),
                        each.scaleReduction().orElseThrow(),
                        ChainDiagnostics.LARGEST_R_HAT))
                .toList();
    }
}
