package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.SamplerResult;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;

/** The cost of each model on one data set: its size, and the time of training and sampling. */
final class CostTable {
    private CostTable() {}

    static Element of(ComparisonResult comparison, Engines engines) {
        HtmlTable table = new HtmlTable("Size and time on " + comparison.title() + ", first training").words("model");
        if (engines.several()) {
            table.words("engine");
        }
        table.numbers("parameters")
                .numbers("iterations")
                .numbers("per second")
                .numbers("compiling")
                .numbers("training")
                .numbers("samples")
                .words("sampling")
                .words("training ended");
        Engines.byModel(comparison)
                .filter(model -> model.number() == 1)
                .forEach(model -> table.row(row(model, engines)));
        return table.toElement();
    }

    private static List<Element> row(ModelResult model, Engines engines) {
        List<String> texts = new ArrayList<>(List.of(model.title()));
        if (engines.several()) {
            texts.add(model.engine());
        }
        texts.add(Numbers.count(model.parameters()));
        texts.add(Numbers.count(model.iterations()));
        texts.add(model.iterations() == 0 ? "–" : Numbers.significant(model.iterationsPerSecond(), 3));
        texts.add(Numbers.duration(model.compiling()));
        texts.add(Numbers.duration(model.training()));
        texts.add(joined(model, sampler -> Numbers.count(sampler.count())));
        texts.add(joined(model, sampler -> Numbers.duration(sampler.sampling()) + named(model, sampler)));
        texts.add(model.ending().label());
        return texts.stream().map(text -> Element.of("span", text)).toList();
    }

    private static String joined(ModelResult model, Function<SamplerResult, String> text) {
        return model.samplers().isEmpty()
                ? "–"
                : model.samplers().stream().map(text).distinct().collect(Collectors.joining(", "));
    }

    private static String named(ModelResult model, SamplerResult sampler) {
        return model.samplers().size() > 1 ? " " + sampler.name() : "";
    }
}
