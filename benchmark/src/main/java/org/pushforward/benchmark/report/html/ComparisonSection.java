package org.pushforward.benchmark.report.html;

import java.util.Arrays;
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
import org.pushforward.benchmark.report.Scores;
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

    /** Returns the section, with the id that links refer to. */
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
                            "Faint lines show the losses of the recorded iterations, and solid lines their running median. The "
                                    + "vertical axis leaves out the lowest and the highest hundredth of the losses. If an "
                                    + "iteration updates one loss several times, the chart shows the last update. Losses of "
                                    + "different models measure different things: do not compare their heights."));
            if (engines.several()) {
                section.add(engines.legend());
            }
            section.add(charts);
        });
        return section.add(CostTable.of(comparison, engines));
    }

    private String explanation() {
        String unit = comparison.domain() instanceof Field
                ? "standard deviations of the value of a cell"
                : comparison.domain() instanceof Plane ? "units of the plane" : "units of the data";
        String learned = comparison.trainSamples() == 0
                ? "new samples drawn in every iteration"
                : Numbers.count(comparison.trainSamples()) + " samples";
        return "The models learned from " + learned + ". Each score compares a set of "
                + Numbers.count(comparison.testSamples())
                + " generated samples with a set of held-out samples, which no model was trained on. The score is a distance,"
                + " so lower is better. Along one direction, the Wasserstein distance W₂ measures how far the generated"
                + " samples must be moved to match the held-out ones, in " + unit
                + ". The sliced W₂ is the root mean square over " + Numbers.count(comparison.directions())
                + " random directions, and the max-sliced W₂ is the largest distance along any of them.";
    }

    private String conclusions() {
        Ranking ranking = Ranking.of(comparison);
        String fresh = comparison.blocks() == 0
                ? "The real band shows how real data score: with probability "
                        + Numbers.percent(RealScores.LEVEL, 0)
                        + ", the mean over equally many sets of fresh real data lies in it"
                : "The held-out data lie in " + comparison.blocks()
                        + " bands of longitude, and each held-out set is one half of them. The real band shows how real data"
                        + " score: with probability " + Numbers.percent(RealScores.LEVEL, 0)
                        + ", the distance between one half and the other lies in it. All sets are halves of the same bands of"
                        + " longitude, so more sets do not make the scores more certain";
        String text =
                fresh + ". A score above the real band suggests that the model is worse than real data; the score of a"
                        + " perfect model is above it with probability "
                        + (comparison.blocks() > 0 ? "at most " : "")
                        + Numbers.percent((1 - RealScores.LEVEL) / 2, 0)
                        + ". A score in the real band does not prove that the model is perfect: the model may differ from real data by"
                        + " less than these samples can show, or in a way that the distance does not measure."
                        + detectableExcess(ranking);
        if (comparison.blocks() > 0) {
            text += "A good model may also score below the real band, because generated samples are independent, while"
                    + " neighboring real patches overlap. ";
        }
        if (!comparison.real().training().isEmpty()) {
            text +=
                    "The row \"training data\" gives the score of the training data themselves. A model that learned from them"
                            + " can hardly be expected to score better. ";
        }
        text += ranking.isTested()
                ? "Bold marks the best score and every score that does not differ significantly from it (level "
                        + Numbers.percent(Ranking.LEVEL, 0)
                        + "). Such models may still differ: these scores do not show it. The tests compare the logarithms of"
                        + " scores in pairs, with the spread between trainings pooled over the models"
                        + (comparison.blocks() > 0 ? " and the spread between halves of the held-out data added" : "")
                        + ", and Holm's correction for the number of pairs. " + detectable(ranking)
                : "Nothing is bold: a comparison needs at least two models, each with two or more trainings (seeds: 2 or"
                        + " more).";
        return text + likelihoods(ranking.trainings());
    }

    /** Says how large an undetected difference may be, so that nobody mistakes a lack of power for a lack of difference. */
    private static String detectable(Ranking ranking) {
        return Arrays.stream(Scores.DistanceKind.values())
                .flatMap(
                        kind -> ranking.detectableRatio(kind).map(ratio -> kind.title() + " " + factor(ratio)).stream())
                .collect(Collectors.joining(
                        " and ",
                        "With probability " + Numbers.percent(Ranking.POWER, 0)
                                + ", the tests find two models whose expected scores differ by a factor of ",
                        ", if they vary as these scores do; smaller differences usually stay hidden."));
    }

    /** Says how much worse than real data a model must be to leave the band; a space without a band. */
    private String detectableExcess(Ranking ranking) {
        return ranking.band(Scores.DistanceKind.SLICED)
                .map(band -> " With probability " + Numbers.percent(Ranking.POWER, 0)
                        + ", the band shows a model whose expected sliced W₂ is "
                        + factor(band.detectableRatio(Ranking.POWER)) + " times that of real data. ")
                .orElse(" ");
    }

    private static String factor(double ratio) {
        return Numbers.significant(ratio, 3);
    }

    private String likelihoods(int trainings) {
        DensityRanking densities = DensityRanking.of(comparison);
        if (densities.isEmpty()) {
            return "";
        }
        String units =
                comparison.blocks() > 0 ? "the " + comparison.blocks() + " bands of longitude" : "held-out samples";
        return " For models with a density, log p is the mean logarithm of the density at held-out samples ± its standard"
                + " error over " + units + (trainings > 1 ? " and trainings" : "") + "; higher is better."
                + densities.detectableDifference().stream()
                        .mapToObj(nats -> " With probability " + Numbers.percent(Ranking.POWER, 0)
                                + ", the paired tests find a model that is " + Numbers.significant(nats, 2)
                                + " nats worse than the best.")
                        .collect(Collectors.joining())
                + (comparison.expectedLogDensity().isPresent()
                        ? " The first row gives the expected value for the true distribution; a model can exceed it only by"
                                + " chance."
                        : "");
    }

    private String samplesNote() {
        return comparison.domain() instanceof Field field
                ? "Patches of " + field.rows() + " × " + field.columns()
                        + " cells: held-out ones, "
                        + (comparison.blocks() > 0
                                ? "drawn at random from each of the " + comparison.blocks() + " bands in turn,"
                                : "drawn at random,")
                        + " and the first ones of each model, not selected. All pictures have the"
                        + " same color scale; values "
                        + "beyond its ends have the colors of the ends."
                : "The first held-out samples and the first samples of each model, not selected. All charts of one kind have the"
                        + " same axes.";
    }

    private Field field() {
        if (comparison.domain() instanceof Field field) {
            return field;
        }
        throw new IllegalStateException(
                comparison.name() + " does not contain fields, but one of its models was given gauges");
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
