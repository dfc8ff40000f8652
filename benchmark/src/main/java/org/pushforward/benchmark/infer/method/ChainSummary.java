package org.pushforward.benchmark.infer.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.pushforward.benchmark.report.inference.ParameterSummary;
import org.pushforward.metrics.inference.SampleQuantile;
import org.pushforward.zoo.field.covariance.CovarianceParameter;
import org.pushforward.zoo.field.inference.ChainDiagnostics;
import org.pushforward.zoo.field.inference.ParameterChain;

/**
 * Summarizes parallel chains. An angle is a direction, so the diagnostics are the worse ones of the sine and the cosine of the doubled
 * angle, and its quantiles are those of the angles within a quarter turn of the mean direction.
 *
 * @param hyperprior the parameters
 * @param chains the chains
 */
record ChainSummary(FieldHyperprior hyperprior, List<ParameterChain> chains) {
    private static final double DEGREES = 180 / Math.PI;

    /** Returns a summary of each parameter. */
    List<ParameterSummary> parameters() {
        List<ParameterSummary> summaries = new ArrayList<>();
        for (CovarianceParameter parameter : hyperprior.family().parameters()) {
            String name = parameter.name();
            double[][] draws = chains.stream()
                    .map(chain -> each(chain.draws(name), value -> hyperprior.shown(name, value)))
                    .toArray(double[][]::new);
            summaries.add(name.equals(FieldHyperprior.ANGLE) ? direction(draws) : summary(name, draws, moving(name)));
        }
        return summaries;
    }

    /** Returns the diagnostics of the values in which the chains move, which differ more than those for readers. */
    private ChainDiagnostics moving(String name) {
        return ChainDiagnostics.of(
                name, chains.stream().map(chain -> chain.draws(name)).toArray(double[][]::new));
    }

    private static ParameterSummary summary(String name, double[][] draws, ChainDiagnostics diagnostics) {
        double[] sorted =
                Arrays.stream(draws).flatMapToDouble(Arrays::stream).sorted().toArray();
        return new ParameterSummary(
                name,
                SampleQuantile.of(sorted, 0.5),
                Optional.of(SampleQuantile.of(sorted, 0.05)),
                Optional.of(SampleQuantile.of(sorted, 0.95)),
                Optional.of(diagnostics.rHat()),
                Optional.of(diagnostics.effectiveSize()));
    }

    private static ParameterSummary direction(double[][] draws) {
        double[][] sines = doubled(draws, Math::sin);
        double[][] cosines = doubled(draws, Math::cos);
        double mean = Math.atan2(sum(sines), sum(cosines)) * DEGREES / 2;
        double[][] near = Arrays.stream(draws)
                .map(chain -> each(chain, angle -> mean + Math.IEEEremainder(angle - mean, 180)))
                .toArray(double[][]::new);
        ChainDiagnostics first = ChainDiagnostics.of(FieldHyperprior.ANGLE, sines);
        ChainDiagnostics second = ChainDiagnostics.of(FieldHyperprior.ANGLE, cosines);
        return summary(
                FieldHyperprior.ANGLE,
                near,
                new ChainDiagnostics(
                        FieldHyperprior.ANGLE,
                        Math.max(first.rHat(), second.rHat()),
                        Math.min(first.effectiveSize(), second.effectiveSize())));
    }

    private static double[][] doubled(double[][] draws, DoubleUnaryOperator function) {
        return Arrays.stream(draws)
                .map(chain -> each(chain, angle -> function.applyAsDouble(2 * angle / DEGREES)))
                .toArray(double[][]::new);
    }

    private static double sum(double[][] values) {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).sum();
    }

    private static double[] each(double[] values, DoubleUnaryOperator function) {
        return Arrays.stream(values).map(function).toArray();
    }
}
