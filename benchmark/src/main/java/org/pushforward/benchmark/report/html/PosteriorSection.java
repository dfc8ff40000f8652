package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.Infilling;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.PosteriorCase;
import org.pushforward.benchmark.report.PosteriorResult;
import org.pushforward.benchmark.report.Ranking;
import org.pushforward.benchmark.report.chart.CalibrationChart;
import org.pushforward.benchmark.report.chart.ColorBar;
import org.pushforward.benchmark.report.chart.ColorMap;
import org.pushforward.benchmark.report.chart.ColorScale;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.chart.PatchGrid;
import org.pushforward.benchmark.report.chart.Quantiles;
import org.pushforward.benchmark.report.chart.Raster;
import org.pushforward.metrics.calibration.CoverageBand;
import org.pushforward.metrics.inference.CrossedMean;
import org.pushforward.tensor.HostArray;

/** Shows how one conditional model fills in fields: pictures from the first engine, calibration and errors from all engines. */
final class PosteriorSection {
    private static final int CELL = 12;
    private static final double SHOWN = 92;

    private final Field field;
    private final List<ModelResult> models;
    private final Engines engines;
    private final PatchGrid values;
    private final Map<String, Infilling> infillings;

    /**
     * Creates the section.
     *
     * @param field the description of the fields
     * @param real real fields, which determine the color scale
     * @param models the results of the trainings of one model on each engine
     * @param engines the engines
     */
    PosteriorSection(Field field, HostArray real, List<ModelResult> models, Engines engines) {
        this.field = field;
        this.models = models;
        this.engines = engines;
        this.infillings = byEngine(models);
        this.values = new PatchGrid(field, FieldPainter.of(field, real).scale(), CELL);
    }

    /** Returns the section. */
    Element toElement() {
        PosteriorResult first = infillings.values().iterator().next().first();
        Element section = Element.of("section")
                .with("class", "posterior")
                .add(Element.of("h3", models.get(0).title() + ": fields filled in from a few observed cells"));
        section.add(Element.of("p", explanation(first)));
        infillings.forEach((engine, infilling) ->
                section.add(Element.of("p", (engines.several() ? engine + ": " : "") + verdict(infilling))
                        .with("class", "verdict")));
        if (!first.cases().isEmpty()) {
            section.add(pictures(first.cases()));
        }
        Element beside = Element.of("div").with("class", "beside");
        if (infillings.values().stream().allMatch(infilling -> infilling.hasIntervals(0))) {
            beside.add(calibration());
        }
        return section.add(beside.add(errors()));
    }

    private static Map<String, Infilling> byEngine(List<ModelResult> models) {
        Map<String, List<PosteriorResult>> results = new LinkedHashMap<>();
        models.forEach(model -> results.computeIfAbsent(model.engine(), absent -> new ArrayList<>())
                .add(model.posterior().orElseThrow()));
        Map<String, Infilling> infillings = new LinkedHashMap<>();
        results.forEach((engine, trainings) -> infillings.put(engine, new Infilling(trainings)));
        return infillings;
    }

    private String explanation(PosteriorResult result) {
        return "The model gets only the values of the observed cells and draws possible whole fields: here, "
                + Numbers.count(result.posteriorSamples()) + " draws for each of " + Numbers.count(result.fields())
                + " held-out fields, which share no cell. The mean of the draws is the model's estimate, and their standard"
                + " deviation shows how uncertain the model is. It is compared with three baselines: the best linear"
                + " predictor (the conditional distribution of a Gaussian with the mean and the covariance of the training"
                + " data), kriging with a variogram fitted to the training data, and inverse-distance interpolation, which"
                + " gives no uncertainty.";
    }

    /** Returns a sentence on whether the model beats the best linear predictor. */
    private static String verdict(Infilling infilling) {
        CrossedMean advantage = infilling.advantage(1);
        String baseline = infilling.names().get(1);
        boolean better = advantage.mean() < 0;
        boolean told = advantage.pValue() < Ranking.LEVEL;
        String words = !told
                ? "does not differ significantly from the " + baseline
                : better ? "beats the " + baseline : "is worse than the " + baseline;
        return "By the continuous ranked probability score (CRPS, lower is better), the model " + words
                + ": its score is "
                + (better ? "lower by " : "higher by ")
                + Numbers.withError(Math.abs(advantage.mean()), advantage.standardError())
                + " (p = " + Numbers.significant(advantage.pValue(), 2) + ", compared field by field"
                + (infilling.trainings().size() > 1
                        ? " over " + infilling.trainings().size() + " trainings)."
                        : "; another training may give another result).");
    }

    private Element pictures(List<PosteriorCase> cases) {
        ColorScale spread = spreadScale(cases);
        PatchGrid spreads = new PatchGrid(field, spread, CELL);
        int samples =
                cases.stream().mapToInt(shown -> shown.samples().size()).max().orElse(0);
        HtmlTable table = new HtmlTable("Held-out fields filled in"
                        + (engines.several() ? " on " + engines.names().get(0) : ""))
                .words("case")
                .words("truth")
                .words("observed")
                .words("mean")
                .words("spread");
        for (int i = 1; i <= samples; i++) {
            table.words("sample " + i);
        }
        table.words("best linear");
        for (int i = 0; i < cases.size(); i++) {
            table.row(row(cases.get(i), i + 1, samples, spreads));
        }
        return Element.of("div")
                .with("class", "cases")
                .add(
                        table.toElement(),
                        Element.of("div")
                                .with("class", "scale")
                                .add(
                                        ColorBar.ofQuantity(field, values.scale()),
                                        ColorBar.ofNumbers(
                                                spread,
                                                "spread: standard deviation of log(1 + " + field.unit()
                                                        + "), standardized")));
    }

    private List<Element> row(PosteriorCase shown, int number, int samples, PatchGrid spreads) {
        int observed = 0;
        for (int i = 0; i < shown.mask().size(); i++) {
            observed += shown.mask().get(i) != 0 ? 1 : 0;
        }
        String of = " of case " + number;
        List<Element> cells = new ArrayList<>();
        cells.add(Element.of("span", number + ": " + observed + " of " + field.dimension() + " cells"));
        cells.add(image(values.patch(shown.truth()), "truth" + of));
        cells.add(image(values.patch(shown.observations(), shown.mask()), observed + " observed cells" + of));
        cells.add(image(values.patch(shown.mean()), "posterior mean" + of));
        cells.add(image(spreads.patch(shown.standardDeviation()), "posterior standard deviation" + of));
        for (int i = 0; i < samples; i++) {
            cells.add(
                    i < shown.samples().size()
                            ? image(values.patch(shown.samples().get(i)), "posterior sample " + (i + 1) + of)
                            : Element.of("span", "–"));
        }
        cells.add(image(values.patch(shown.baseline()), "best linear prediction" + of));
        return cells;
    }

    private Element image(Raster raster, String description) {
        double height = SHOWN * raster.height() / raster.width();
        return Element.of("img")
                .with("class", "patches")
                .with("src", raster.dataUri())
                .with("width", Math.round(SHOWN))
                .with("height", Math.round(height))
                .with("alt", description);
    }

    private static ColorScale spreadScale(List<PosteriorCase> cases) {
        double largest = cases.stream()
                .mapToDouble(shown -> Quantiles.of(shown.standardDeviation()).at(1))
                .filter(value -> value > 0)
                .max()
                .orElse(1);
        return new ColorScale(ColorMap.MAGMA, 0, largest);
    }

    private Element calibration() {
        Map<Integer, CoverageBand> curves = new TreeMap<>();
        infillings.forEach((engine, infilling) -> curves.put(engines.names().indexOf(engine), infilling.coverage(0)));
        CoverageBand first = curves.values().iterator().next();
        String judged = (first.holds() ? "inside" : "not entirely inside") + " the band of a calibrated posterior, p "
                + (first.pValue() < 0.001 ? "< 0.001" : "= " + Numbers.significant(first.pValue(), 2));
        return Element.of("figure")
                .with("class", "panel")
                .add(
                        Element.of("figcaption")
                                .add(
                                        Element.of("strong", "Calibration"),
                                        Element.of(
                                                "span",
                                                "share of unobserved cells inside their interval; the curve is "
                                                        + judged)),
                        CalibrationChart.of(
                                "Calibration of central posterior intervals at several levels: the curve is " + judged,
                                curves));
    }

    private Element errors() {
        Infilling some = infillings.values().iterator().next();
        HtmlTable table = new HtmlTable("Errors in the unobserved cells of "
                        + Numbers.count(some.first().fields())
                        + " held-out fields: mean ± standard error over fields"
                        + (some.trainings().size() > 1 ? " and trainings" : ""))
                .words(engines.several() ? "engine" : "")
                .words("filled in by")
                .numbers("CRPS")
                .numbers("CRPS of the model minus this")
                .numbers("p")
                .numbers("detectable difference")
                .numbers("root mean square error")
                .numbers("inside 90 % interval")
                .words("coverage curve");
        infillings.forEach((engine, infilling) -> {
            for (int i = 0; i < infilling.names().size(); i++) {
                table.row(row(engines.several() ? engine : "", infilling, i));
            }
        });
        return Element.of("div")
                .add(
                        table.toElement(),
                        Element.of(
                                        "p",
                                        "All errors are over "
                                                + Numbers.count(some.first().cells())
                                                + " unobserved cells, in standard deviations of log(1 + " + field.unit()
                                                + ") over the training data. CRPS rates the whole predicted distribution:"
                                                + " lower is better, and for a prediction without uncertainty it is the"
                                                + " absolute error. The p-values in the table include Holm's correction for"
                                                + " several comparisons (level "
                                                + Numbers.percent(Ranking.LEVEL, 0)
                                                + "), and the test finds the detectable difference with probability "
                                                + Numbers.percent(Ranking.POWER, 0)
                                                + ": a difference that was not found is probably smaller. The coverage curve shows how often intervals of"
                                                + " each level contain the truth. The band contains the whole curve of a"
                                                + " calibrated posterior with probability about "
                                                + Numbers.percent(Infilling.LEVEL, 0)
                                                + "; its width is estimated from the spread between fields. A curve above the"
                                                + " band indicates intervals that are wider than necessary, a curve below it"
                                                + " intervals that are too narrow.")
                                .with("class", "note"));
    }

    private static List<Element> row(String engine, Infilling infilling, int number) {
        CrossedMean score = infilling.rankedProbability(number);
        List<String> texts = new ArrayList<>(
                List.of(engine, infilling.names().get(number), Numbers.withError(score.mean(), score.standardError())));
        if (number == 0) {
            texts.addAll(List.of("–", "–", "–"));
        } else {
            CrossedMean advantage = infilling.advantage(number);
            texts.add(Numbers.withError(advantage.mean(), advantage.standardError()));
            texts.add(Numbers.significant(infilling.pValues()[number - 1], 2));
            texts.add(Numbers.significant(infilling.detectableAdvantage(number), 2));
        }
        texts.add(Numbers.fixed(infilling.rootMeanSquare(number), 3));
        if (infilling.hasIntervals(number)) {
            CoverageBand coverage = infilling.coverage(number);
            texts.add(Numbers.percent(coverage.covered()[infilling.ninety()], 1));
            texts.add(coverage.holds() ? "inside the band" : "not entirely inside the band");
        } else {
            texts.addAll(List.of("–", "–"));
        }
        return texts.stream().map(text -> Element.of("span", text)).toList();
    }
}
