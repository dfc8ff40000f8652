package org.pushforward.benchmark.report.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Plane;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;

/** The part of the page about one data set. */
final class ComparisonSection {
    private final ComparisonResult comparison;
    private final Engines engines;

    ComparisonSection(ComparisonResult comparison, Engines engines) {
        this.comparison = comparison;
        this.engines = engines;
    }

    /** Returns the section, under the identity that links to it name. */
    Element toElement(String identity) {
        Element section = Element.of("section")
                .with("id", identity)
                .add(
                        Element.of("h2", comparison.title()),
                        Element.of("p", comparison.description() + " " + explanation()),
                        new ScoreTable(comparison, engines).toElement());
        section.add(Element.of("h3", "Samples"), note(samplesNote()));
        new Gallery(comparison, engines).toElements().forEach(section::add);
        for (List<ModelResult> models : conditional()) {
            section.add(new PosteriorSection(field(), comparison.realSamples(), models, engines).toElement());
        }
        LossGallery.of(comparison, engines).ifPresent(charts -> {
            section.add(
                    Element.of("h3", "Losses"),
                    note(
                            "Faint: the values that were kept. Firm: their running median. The vertical axis covers all but the "
                                    + "lowest and the highest hundredth of the values. Of a loss that is lowered several times in an iteration the last is shown. Losses of different models have "
                                    + "different meanings: do not compare their heights."));
            if (engines.several()) {
                section.add(engines.legend());
            }
            section.add(charts);
        });
        return section.add(CostTable.of(comparison, engines));
    }

    private String explanation() {
        String unit = comparison.domain() instanceof Field
                ? "standard deviations of a cell"
                : comparison.domain() instanceof Plane ? "units of the plane" : "units of the data";
        String learned = comparison.trainSamples() == 0
                ? "samples drawn afresh in every iteration"
                : Numbers.count(comparison.trainSamples()) + " samples";
        return "The models learned from " + learned + "; what they generate is compared with "
                + Numbers.count(comparison.testSamples())
                + " that they never saw. The score, the sliced Wasserstein distance W₂, says how far generated samples must "
                + "be moved to become real ones, in " + unit
                + ", seen along a random direction and averaged over many; "
                + "max-sliced takes the worst direction found. Real samples are not at distance zero from each other "
                + "either, because they are finitely many: the distance between two halves of the held-out data is the "
                + "floor, and a score near it cannot be told from real data by this measure." + likelihoods();
    }

    private String likelihoods() {
        boolean any = comparison.models().stream()
                .anyMatch(model -> model.testLogLikelihood().isPresent());
        if (!any) {
            return "";
        }
        return " Where a model has a density, log p is its mean over the held-out samples: higher is better"
                + (comparison.expectedLogDensity().isPresent()
                        ? ", up to that of the true distribution in the first row, which can be exceeded by chance alone."
                        : ".");
    }

    private String samplesNote() {
        return comparison.domain() instanceof Field field
                ? "Patches of " + field.rows() + " × " + field.columns()
                        + " cells, the first of each, not chosen; one color scale throughout. Values beyond its ends "
                        + "have the colors of the ends."
                : "The first samples of each, not chosen; the same axes throughout.";
    }

    private Field field() {
        if (comparison.domain() instanceof Field field) {
            return field;
        }
        throw new IllegalStateException(comparison.name() + " is not of fields, but a model of it was given gauges");
    }

    private Iterable<List<ModelResult>> conditional() {
        Map<String, List<ModelResult>> byTitle = comparison.models().stream()
                .filter(model -> model.posterior().isPresent())
                .collect(Collectors.groupingBy(ModelResult::title, LinkedHashMap::new, Collectors.toList()));
        return byTitle.values();
    }

    private static Element note(String text) {
        return Element.of("p", text).with("class", "note");
    }
}
