package org.pushforward.benchmark.report.html;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.SamplerResult;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Plot;

/**
 * The engines of a report, numbered in order of first appearance. The number of an engine determines its style in charts.
 *
 * @param names the names of the engines
 */
record Engines(List<String> names) {

    static Engines of(Report report) {
        return new Engines(report.comparisons().stream()
                .flatMap(comparison -> comparison.models().stream())
                .map(ModelResult::engine)
                .distinct()
                .toList());
    }

    /** Returns the results of a comparison, grouped by model; models are in order of first appearance. */
    static Stream<ModelResult> byModel(ComparisonResult comparison) {
        return comparison.models().stream()
                .collect(Collectors.groupingBy(ModelResult::title, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(Collection::stream);
    }

    boolean several() {
        return names.size() > 1;
    }

    int number(ModelResult model) {
        return names.indexOf(model.engine());
    }

    /** Returns the heading of a comparison: its title, followed by its name if another comparison in the report has the same title. */
    String heading(ComparisonResult comparison, Report report) {
        boolean alone = report.comparisons().stream()
                        .filter(other -> other.title().equals(comparison.title()))
                        .count()
                == 1;
        return alone ? comparison.title() : comparison.title() + ": " + comparison.name();
    }

    /** Returns the title of a model, followed by its engine if the report has several. */
    String title(ModelResult model) {
        return several() ? model.title() + " · " + model.engine() : model.title();
    }

    /** Returns the title of samples: the title of the model, followed by the name of the sampler if the model has several. */
    String title(ModelResult model, SamplerResult sampler) {
        String title = model.samplers().size() > 1 ? model.title() + ", " + sampler.name() : model.title();
        return several() ? title + " · " + model.engine() : title;
    }

    /** Returns the legend of the line styles of the engines. */
    Element legend() {
        Element legend = Element.of("p").with("class", "legend");
        for (int i = 0; i < names.size(); i++) {
            legend.add(Element.of("span")
                    .add(Element.of("svg")
                            .with("aria-hidden", "true")
                            .with("viewBox", "0 0 28 8")
                            .with("width", 28)
                            .with("height", 8)
                            .add(Plot.line("smooth series-" + i, 1, 4, 27, 4)))
                    .text(names.get(i)));
        }
        return legend;
    }
}
