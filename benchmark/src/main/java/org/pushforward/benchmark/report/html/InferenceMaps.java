package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.report.chart.ColorMap;
import org.pushforward.benchmark.report.chart.ColorScale;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.MapChart;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.inference.ForecastResult;
import org.pushforward.benchmark.report.inference.InferenceReport;
import org.pushforward.benchmark.report.inference.MapQuantity;

/** The maps of the page about one inferred field. All maps of a row have the same colors. */
final class InferenceMaps {
    private static final MapQuantity.Stretch PLAIN = MapQuantity.Stretch.LINEAR;

    private final InferenceReport report;
    private final MapChart values;

    InferenceMaps(InferenceReport report) {
        this.report = report;
        this.values = new MapChart(
                report.frame(), valueScale(report), report.quantity().stretch());
    }

    private static ColorScale valueScale(InferenceReport report) {
        List<double[]> all = new ArrayList<>();
        report.truth().ifPresent(all::add);
        report.results().forEach(result -> all.add(result.mean()));
        return MapChart.around(ColorMap.VIRIDIS, report.quantity().stretch(), all, report.gauges(), Optional.empty());
    }

    /** Returns the truth, the gauges and the posterior means. */
    Element values() {
        Element row = row();
        report.truth().ifPresent(truth -> row.add(panel("truth", values.cells("The true field", truth, List.of()))));
        row.add(panel(
                Numbers.count(report.gauges().size()) + (report.gauges().size() == 1 ? " gauge" : " gauges"),
                values.gauges("The gauges, colored by what they measured", report.gauges())));
        for (ForecastResult result : report.results()) {
            row.add(panel(result.name(), values.cells("Posterior mean of " + result.name(), result.mean(), List.of())));
        }
        return section(
                "The gauges, and the posterior mean of each method"
                        + (report.truth().isPresent() ? ", beside the truth that the methods do not see." : ".")
                        + " Axes: " + report.frame().x() + ", and "
                        + report.frame().y() + ".",
                row,
                values.legend(report.quantity().label()));
    }

    /** Returns the posterior standard deviations. */
    Element deviations() {
        List<double[]> all =
                report.results().stream().map(ForecastResult::deviation).toList();
        MapChart chart = new MapChart(
                report.frame(), MapChart.around(ColorMap.MAGMA, PLAIN, all, List.of(), Optional.of(0.0)), PLAIN);
        Element row = row();
        for (ForecastResult result : report.results()) {
            row.add(panel(
                    result.name(),
                    chart.cells(
                            "Posterior standard deviation of " + result.name(), result.deviation(), report.gauges())));
        }
        return section(
                "The posterior standard deviation: brighter is less certain. White dots are gauges.",
                row,
                chart.legend("standard deviation of " + report.quantity().label()));
    }

    /** Returns some draws of each method. */
    Element samples() {
        Element all = Element.of("div");
        for (ForecastResult result : report.results()) {
            Element row = row();
            for (int i = 0; i < result.samples().size(); i++) {
                row.add(panel(
                        result.name() + ", draw " + (i + 1),
                        values.cells(
                                "Draw " + (i + 1) + " of " + result.name(),
                                result.samples().get(i),
                                List.of())));
            }
            all.add(row);
        }
        return section(
                "Draws from the posterior of each method. Each is a whole field that agrees with the gauges; where they differ,"
                        + " the gauges do not determine the field. A mean is smoother than any possible field.",
                all,
                values.legend(report.quantity().label()));
    }

    /** Returns the probabilities of exceeding each threshold. */
    Element exceedances() {
        MapChart chart = new MapChart(report.frame(), new ColorScale(ColorMap.CIVIDIS, 0, 1), PLAIN);
        Element all = Element.of("div");
        for (int t = 0; t < report.thresholds().size(); t++) {
            String threshold = report.quantity()
                    .with(Numbers.significant(report.thresholds().get(t), 3));
            Element row = row();
            int at = t;
            report.truth()
                    .ifPresent(truth -> row.add(panel(
                            "truth above " + threshold,
                            chart.cells("Where the truth exceeds " + threshold, above(truth, at), List.of()))));
            for (ForecastResult result : report.results()) {
                row.add(panel(
                        result.name() + ", above " + threshold,
                        chart.cells(
                                "Probability of " + result.name() + " that a cell exceeds " + threshold,
                                result.exceedance().get(t),
                                List.of())));
            }
            all.add(row);
        }
        return section(
                "The probability that a cell exceeds a threshold.", all, chart.legend("probability of exceeding"));
    }

    private double[] above(double[] truth, int threshold) {
        double[] above = new double[truth.length];
        for (int i = 0; i < above.length; i++) {
            above[i] = truth[i] > report.thresholds().get(threshold) ? 1 : 0;
        }
        return above;
    }

    private static Element row() {
        return Element.of("div").with("class", "maps");
    }

    private static Element panel(String caption, Element map) {
        return Element.of("figure").add(Element.of("figcaption", caption), map);
    }

    private static Element section(String text, Element maps, Element legend) {
        return Element.of("div")
                .add(
                        Element.of("p", text),
                        maps,
                        Element.of("div").with("class", "scale").add(legend));
    }
}
