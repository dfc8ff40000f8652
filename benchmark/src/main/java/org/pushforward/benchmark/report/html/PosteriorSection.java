package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.PosteriorCase;
import org.pushforward.benchmark.report.PosteriorResult;
import org.pushforward.benchmark.report.chart.CalibrationChart;
import org.pushforward.benchmark.report.chart.ColorBar;
import org.pushforward.benchmark.report.chart.ColorMap;
import org.pushforward.benchmark.report.chart.ColorScale;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.chart.PatchGrid;
import org.pushforward.benchmark.report.chart.Quantiles;
import org.pushforward.benchmark.report.chart.Raster;
import org.pushforward.tensor.HostArray;

/** How one conditional model fills in fields: pictures from the first engine, calibration and errors from all. */
final class PosteriorSection {
    private static final int CELL = 12;
    private static final double SHOWN = 92;

    private final Field field;
    private final List<ModelResult> models;
    private final Engines engines;
    private final PatchGrid values;

    /**
     * Makes the section.
     *
     * @param field what the fields are
     * @param real real fields, from which the colors come
     * @param models the same model on each engine, with what it found
     * @param engines the engines
     */
    PosteriorSection(Field field, HostArray real, List<ModelResult> models, Engines engines) {
        this.field = field;
        this.models = models;
        this.engines = engines;
        this.values = new PatchGrid(field, FieldPainter.of(field, real).scale(), CELL);
    }

    /** Returns the section. */
    Element toElement() {
        PosteriorResult first = posterior(models.get(0));
        Element section = Element.of("section")
                .with("class", "posterior")
                .add(Element.of("h3", models.get(0).title() + ": a field from a few observed cells"));
        section.add(Element.of("p", explanation(first)));
        if (!first.cases().isEmpty()) {
            section.add(pictures(first.cases()));
        }
        return section.add(Element.of("div").with("class", "beside").add(calibration(), errors()));
    }

    private static PosteriorResult posterior(ModelResult model) {
        return model.posterior().orElseThrow();
    }

    private String explanation(PosteriorResult result) {
        return "The model sees the values at the observed cells only, and draws whole fields that agree with them: here "
                + Numbers.count(result.posteriorSamples()) + " for each of " + Numbers.count(result.fields())
                + " held-out fields. Their mean is its estimate and their standard deviation says how sure it is. "
                + "Inverse-distance interpolation of the same cells, which knows nothing of "
                + field.quantity() + ", stands beside it for comparison.";
    }

    private Element pictures(List<PosteriorCase> cases) {
        ColorScale spread = spreadScale(cases);
        PatchGrid spreads = new PatchGrid(field, spread, CELL);
        int samples =
                cases.stream().mapToInt(shown -> shown.samples().size()).max().orElse(0);
        Table table = new Table("Held-out fields filled in"
                        + (engines.several() ? " on " + engines.names().get(0) : ""))
                .words("case")
                .words("truth")
                .words("observed")
                .words("mean")
                .words("spread");
        for (int i = 1; i <= samples; i++) {
            table.words("sample " + i);
        }
        table.words("inverse distance");
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
        cells.add(image(values.patch(shown.baseline()), "inverse-distance interpolation" + of));
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
        Map<Integer, PosteriorResult> results = new TreeMap<>();
        models.forEach(model -> results.put(engines.number(model), posterior(model)));
        PosteriorResult first = posterior(models.get(0));
        String covered = Numbers.percent(first.coverage90(), 1);
        return Element.of("figure")
                .with("class", "panel")
                .add(
                        Element.of("figcaption")
                                .add(
                                        Element.of("strong", "Calibration"),
                                        Element.of(
                                                "span",
                                                "share of unobserved cells inside; 90 % intervals hold " + covered)),
                        CalibrationChart.of(
                                "Calibration of central posterior intervals: the 90 % intervals hold " + covered
                                        + " of the unobserved cells; on the diagonal they would hold what they claim",
                                results));
    }

    private Element errors() {
        Table table = new Table("Unobserved cells of held-out fields").words(engines.several() ? "engine" : "");
        table.numbers("inside 90 % interval")
                .numbers("RMSE of mean")
                .numbers("RMSE of inverse distance")
                .numbers("ratio");
        for (ModelResult model : models) {
            PosteriorResult result = posterior(model);
            table.row(List.of(
                    Element.of("span", engines.several() ? model.engine() : model.title()),
                    Element.of("span", Numbers.percent(result.coverage90(), 1)),
                    Element.of(result.rmse() < result.baselineRmse() ? "strong" : "span", rmse(result.rmse())),
                    Element.of(result.baselineRmse() < result.rmse() ? "strong" : "span", rmse(result.baselineRmse())),
                    Element.of("span", Numbers.fixed(result.rmse() / result.baselineRmse(), 2))));
        }
        PosteriorResult first = posterior(models.get(0));
        return Element.of("div")
                .add(
                        table.toElement(),
                        Element.of(
                                        "p",
                                        "Over " + Numbers.count(first.cells())
                                                + " unobserved cells. Errors are of standardized log(1 + "
                                                + field.unit()
                                                + "): 1 is the standard deviation of the training data. A curve above the diagonal "
                                                + "means intervals that are wider than they need be, one below means intervals "
                                                + "that are too sure of themselves.")
                                .with("class", "note"));
    }

    private static String rmse(double value) {
        return Numbers.fixed(value, 3);
    }
}
