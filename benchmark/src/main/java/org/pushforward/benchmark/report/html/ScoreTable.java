package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.SamplerResult;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.benchmark.report.chart.Axis;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.chart.Quantiles;
import org.pushforward.benchmark.report.chart.ScoreBar;

/** The scores of every sampler of every model on one data set, with the floor on top and the best values in bold. */
final class ScoreTable {
    private static final String NONE = "–";

    private final ComparisonResult comparison;
    private final Engines engines;
    private final List<ModelResult> models;
    private final boolean likelihoods;
    private final boolean modes;
    private final ScoreBar bar;

    ScoreTable(ComparisonResult comparison, Engines engines) {
        this.comparison = comparison;
        this.engines = engines;
        this.models = Engines.byModel(comparison).toList();
        this.likelihoods = comparison.expectedLogDensity().isPresent()
                || models.stream().anyMatch(model -> model.testLogLikelihood().isPresent());
        this.modes = samplers().anyMatch(sampler -> sampler.modes().isPresent());
        double[] logarithms = Stream.concat(
                        Stream.of(comparison.floor()), samplers().map(SamplerResult::scores))
                .mapToDouble(scores -> Math.log(scores.slicedWasserstein()))
                .toArray();
        Quantiles quantiles = Quantiles.of(logarithms);
        this.bar = new ScoreBar(
                comparison.floor().slicedWasserstein(), Axis.around(quantiles.at(0), quantiles.at(1), 0.08));
    }

    private Stream<SamplerResult> samplers() {
        return models.stream().flatMap(model -> model.samplers().stream());
    }

    Element toElement() {
        Table table = new Table("Scores on " + comparison.title() + ": lower distances are better")
                .words("model")
                .words("sampler");
        if (engines.several()) {
            table.words("engine");
        }
        table.numbers("sliced W₂").numbers("± s.e.").words("against the floor").numbers("÷ floor");
        table.numbers("max-sliced W₂").numbers("÷ floor");
        if (likelihoods) {
            table.numbers("log p, nats");
        }
        if (modes) {
            table.numbers("modes");
        }
        table.row("reference", floorRow());
        for (ModelResult model : models) {
            for (SamplerResult sampler : model.samplers()) {
                table.row(row(model, sampler));
            }
            boolean nothing = model.samplers().isEmpty() && model.posterior().isEmpty();
            if (nothing || model.failure().isPresent()) {
                table.row("failure", failure(model));
            }
        }
        return table.toElement();
    }

    private List<Element> floorRow() {
        Scores floor = comparison.floor();
        List<Element> cells = new ArrayList<>(List.of(span("real data"), span("held-out halves")));
        if (engines.several()) {
            cells.add(span(NONE));
        }
        cells.add(span(distance(floor.slicedWasserstein())));
        cells.add(span(distance(floor.standardError())));
        cells.add(bar.of(floor));
        cells.add(span("1"));
        cells.add(span(distance(floor.maxSlicedWasserstein())));
        cells.add(span("1"));
        if (likelihoods) {
            cells.add(span(nats(comparison.expectedLogDensity())));
        }
        if (modes) {
            String all = samplers()
                    .flatMap(sampler -> sampler.modes().stream())
                    .map(count -> count.total() + " of " + count.total())
                    .findFirst()
                    .orElse(NONE);
            cells.add(span(all));
        }
        return cells;
    }

    private List<Element> row(ModelResult model, SamplerResult sampler) {
        Scores scores = sampler.scores();
        Scores floor = comparison.floor();
        List<Element> cells = new ArrayList<>(List.of(span(model.title()), span(sampler.name())));
        if (engines.several()) {
            cells.add(span(model.engine()));
        }
        boolean bestSliced =
                isBest(scores.slicedWasserstein(), result -> result.scores().slicedWasserstein());
        boolean bestMax =
                isBest(scores.maxSlicedWasserstein(), result -> result.scores().maxSlicedWasserstein());
        cells.add(emphasized(distance(scores.slicedWasserstein()), bestSliced));
        cells.add(span(distance(scores.standardError())));
        cells.add(bar.of(scores));
        cells.add(emphasized(ratio(scores.slicedWasserstein(), floor.slicedWasserstein()), bestSliced));
        cells.add(emphasized(distance(scores.maxSlicedWasserstein()), bestMax));
        cells.add(emphasized(ratio(scores.maxSlicedWasserstein(), floor.maxSlicedWasserstein()), bestMax));
        if (likelihoods) {
            cells.add(emphasized(nats(model.testLogLikelihood()), isBestLikelihood(model)));
        }
        if (modes) {
            cells.add(span(sampler.modes()
                    .map(count -> count.present() + " of " + count.total())
                    .orElse(NONE)));
        }
        return cells;
    }

    private List<Element> failure(ModelResult model) {
        List<Element> cells = new ArrayList<>(List.of(span(model.title()), span(NONE)));
        if (engines.several()) {
            cells.add(span(model.engine()));
        }
        cells.add(span(model.failure()
                .map(failure -> "failed: " + failure)
                .orElse("no samples: " + model.ending().label())));
        return cells;
    }

    // Values that look the same are equally good: a difference that is not shown cannot be judged.
    private boolean isBest(double value, ToDoubleFunction<SamplerResult> score) {
        double best = Quantiles.of(samplers().mapToDouble(score).toArray()).at(0);
        return distance(value).equals(distance(best)) && Double.isFinite(value);
    }

    private boolean isBestLikelihood(ModelResult model) {
        double[] all = models.stream()
                .flatMapToDouble(other -> other.testLogLikelihood().stream())
                .toArray();
        return all.length > 1
                && model.testLogLikelihood().isPresent()
                && Double.isFinite(model.testLogLikelihood().getAsDouble())
                && nats(model.testLogLikelihood())
                        .equals(nats(OptionalDouble.of(Quantiles.of(all).at(1))));
    }

    /** Returns how many times the floor a score is. */
    static String ratio(double score, double floor) {
        double ratio = score / floor;
        return ratio >= 100 ? Numbers.significant(ratio, 3) : Numbers.fixed(ratio, ratio >= 10 ? 1 : 2);
    }

    private static String distance(double value) {
        return Math.abs(value) >= 100 ? Numbers.significant(value, 4) : Numbers.fixed(value, 4);
    }

    private static String nats(OptionalDouble value) {
        return value.isPresent() ? Numbers.fixed(value.getAsDouble(), 3) : NONE;
    }

    private static Element emphasized(String text, boolean best) {
        return best ? Element.of("strong", text) : span(text);
    }

    private static Element span(String text) {
        return Element.of("span", text);
    }
}
