package org.pushforward.benchmark.report.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.DensityRanking;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Plane;
import org.pushforward.benchmark.report.Ranking;
import org.pushforward.benchmark.report.RealScores;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;

/** The part of the page about one data set. */
final class ComparisonSection {
    private final ComparisonResult comparison;
    private final Engines engines;
    private final String heading;

    ComparisonSection(ComparisonResult comparison, Engines engines, String heading) {
        this.comparison = comparison;
        this.engines = engines;
        this.heading = heading;
    }

    /** Returns the section, under the identity that links to it name. */
    Element toElement(String identity) {
        Element section = Element.of("section")
                .with("id", identity)
                .add(
                        Element.of("h2", heading),
                        Element.of("p", comparison.description() + " " + explanation()),
                        new ScoreTable(comparison, engines).toElement(),
                        note(conclusions()));
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
        return "The models learned from " + learned + ". Sets of " + Numbers.count(comparison.testSamples())
                + " generated samples are compared with as many that no model saw. The sliced Wasserstein distance W₂ says"
                + " how far generated samples must be moved to become real ones, in " + unit
                + ": the root mean square, over " + Numbers.count(comparison.directions())
                + " random directions, of what is seen along one. Max-sliced is the largest along these directions.";
    }

    private String conclusions() {
        Ranking ranking = Ranking.of(comparison);
        String fresh = comparison.blocks() == 0
                ? "The real band is where the mean over as many sets of fresh real data lies with probability "
                        + Numbers.percent(RealScores.LEVEL, 0)
                : "The real band is where one half of the " + comparison.blocks()
                        + " bands of held-out data lies from the other half with probability "
                        + Numbers.percent(RealScores.LEVEL, 0)
                        + "; since all sets are halves of the same bands, a mean over more of them is no surer";
        String text = fresh + ". A model above it is worse than real data by this"
                + " measure, which happens to a perfect one with probability "
                + Numbers.percent((1 - RealScores.LEVEL) / 2, 0)
                + (comparison.blocks() > 0 ? " at most" : "")
                + "; one within it may still differ, by less than these samples show or in a way that the distance does not"
                + " see. ";
        if (comparison.blocks() > 0) {
            text +=
                    "Generated samples are independent and patches of one band are not, so a good model may lie below. ";
        }
        if (!comparison.real().training().isEmpty()) {
            text +=
                    "Training data come from other places than held-out data: what learned from them cannot be expected to"
                            + " be nearer than they are. ";
        }
        text += ranking.tells()
                ? "In bold, all that cannot be told from the best at the level "
                        + Numbers.percent(Ranking.LEVEL, 0)
                        + ": paired tests of logarithms, with the spread among trainings pooled over models"
                        + (comparison.blocks() > 0 ? " and that among halves of the bands added" : "")
                        + ", corrected for all pairs after Holm."
                : "Nothing is bold: models can be told apart from two trainings of each on (seeds: 2 or more).";
        return text + likelihoods(ranking.trainings());
    }

    private String likelihoods(int trainings) {
        if (DensityRanking.of(comparison).isEmpty()) {
            return "";
        }
        String units = comparison.blocks() > 0 ? comparison.blocks() + " bands" : "held-out samples";
        return " Where a model has a density, log p is its mean over held-out samples ± standard error over " + units
                + (trainings > 1 ? " and trainings" : "") + ": higher is better"
                + (comparison.expectedLogDensity().isPresent()
                        ? "; in the first row that of the true distribution, which can be exceeded by chance alone."
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
