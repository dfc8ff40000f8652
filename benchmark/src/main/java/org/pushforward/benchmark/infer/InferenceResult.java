package org.pushforward.benchmark.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.benchmark.report.inference.ForecastComparison;
import org.pushforward.benchmark.report.inference.ForecastResult;
import org.pushforward.benchmark.report.inference.ForecastScores;
import org.pushforward.benchmark.report.inference.HeldOutComparison;
import org.pushforward.benchmark.report.inference.HeldOutScores;
import org.pushforward.benchmark.report.inference.InferenceReport;
import org.pushforward.benchmark.report.inference.ParameterSummary;
import org.pushforward.checkpoint.RecordJson;
import org.pushforward.metrics.inference.Estimate;

/**
 * The contents of {@code result.json}.
 *
 * @param name the name of the run
 * @param ending {@code complete}, {@code partly-failed} or {@code interrupted}
 * @param gauges the number of gauges
 * @param rows the number of rows of the map
 * @param columns the number of columns of the map
 * @param warnings possible problems with the gauges
 * @param verdict how the learned methods compare with the others
 * @param methods the methods that were done
 * @param heldOut how methods predicted gauges that were left out; none if the truth is known
 * @param leftOut why methods were left out or failed, by name
 */
public record InferenceResult(
        String name,
        String ending,
        int gauges,
        int rows,
        int columns,
        List<String> warnings,
        String verdict,
        List<MethodResult> methods,
        List<HeldOutResult> heldOut,
        Map<String, String> leftOut) {
    /** Reads and prints results. */
    public static final RecordJson<InferenceResult> JSON = RecordJson.of(InferenceResult.class);

    /**
     * What one method gave. Scores are in the unit of the data, and absent if the truth is not known.
     *
     * @param name its name
     * @param seconds how long it took
     * @param crps the mean continuous ranked probability score
     * @param difference that score minus that of the exact method that others are compared with
     * @param differenceError the standard error of the difference over blocks of the map
     * @param rmse the root mean square error of the mean
     * @param energy the energy score
     * @param covered50 the share of cells inside their 50 % interval
     * @param covered90 the share of cells inside their 90 % interval
     * @param parameters what was learned about parameters
     * @param notes what a reader must know
     */
    public record MethodResult(
            String name,
            double seconds,
            Optional<Double> crps,
            Optional<Double> difference,
            Optional<Double> differenceError,
            Optional<Double> rmse,
            Optional<Double> energy,
            Optional<Double> covered50,
            Optional<Double> covered90,
            List<ParameterSummary> parameters,
            List<String> notes) {}

    /**
     * How a method predicted gauges that were left out, in the unit of the data.
     *
     * @param name its name
     * @param crps the mean continuous ranked probability score
     * @param crpsError its standard error over gauges
     * @param meanAbsoluteError the mean absolute error of the median
     * @param covered90 the share of gauges inside their 90 % interval
     * @param seconds how long it took
     */
    public record HeldOutResult(
            String name, double crps, double crpsError, double meanAbsoluteError, double covered90, double seconds) {

        static HeldOutResult of(HeldOutScores scores) {
            return new HeldOutResult(
                    scores.name(),
                    scores.meanCrps().mean(),
                    scores.meanCrps().standardError(),
                    scores.meanError().mean(),
                    scores.covered90(),
                    Math.round(scores.seconds() * 1000) / 1000.0);
        }
    }

    static InferenceResult of(InferenceReport report, boolean failed) {
        ForecastComparison comparison = new ForecastComparison(report.results());
        List<MethodResult> methods = new ArrayList<>();
        for (ForecastResult result : report.results()) {
            Optional<ForecastScores> scores = result.scores();
            Optional<Estimate> difference = comparison.difference(result);
            methods.add(new MethodResult(
                    result.name(),
                    Math.round(result.seconds() * 1000) / 1000.0,
                    scores.map(ForecastScores::rankedProbability),
                    difference.map(Estimate::mean),
                    difference.map(Estimate::standardError).filter(Double::isFinite),
                    scores.map(ForecastScores::rootMeanSquare),
                    scores.map(ForecastScores::energy),
                    scores.map(each -> each.covered(0.5)),
                    scores.map(each -> each.covered(0.9)),
                    result.parameters(),
                    result.notes()));
        }
        return new InferenceResult(
                report.title(),
                report.interrupted() ? "interrupted" : failed ? "partly-failed" : "complete",
                report.gauges().size(),
                report.frame().rows(),
                report.frame().columns(),
                report.warnings(),
                report.verdict(),
                methods,
                report.heldOut().map(HeldOutComparison::scores).orElse(List.of()).stream()
                        .map(HeldOutResult::of)
                        .toList(),
                report.leftOut());
    }
}
