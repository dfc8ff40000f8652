package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.pushforward.benchmark.report.agreement.AgreementMatrix;
import org.pushforward.benchmark.report.agreement.EngineAgreement;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;

/** The part of the page about how engines agree: the largest differences of each pair, and then those of each model. */
final class AgreementSection {
    private AgreementSection() {}

    static Element of(List<EngineAgreement> agreements) {
        AgreementMatrix matrix = new AgreementMatrix(agreements);
        Element section = Element.of("section")
                .with("id", "engines")
                .add(
                        Element.of("h2", "Engines side by side"),
                        Element.of(
                                "p",
                                "Every engine began from the same parameters and was fed the same data and the same random "
                                        + "numbers, so its first losses differ only by rounding. Training multiplies "
                                        + "rounding, as it would on one engine with its sums in another order: after "
                                        + "many iterations parameters are no longer equal, and scores differ as those "
                                        + "of two seeds do."));
        if (matrix.hasSeveralPairs()) {
            section.add(
                    matrix("Largest relative difference of the first losses", matrix, EngineAgreement::losses),
                    matrix(
                            "Largest relative difference of the scores after training",
                            matrix,
                            EngineAgreement::scores));
        }
        return section.add(models(agreements));
    }

    private static Element matrix(String caption, AgreementMatrix matrix, ToDoubleFunction<EngineAgreement> measure) {
        HtmlTable table = new HtmlTable(caption).words("engine");
        matrix.engines().forEach(table::numbers);
        for (String row : matrix.engines()) {
            List<Element> cells = new ArrayList<>(List.of(span(row)));
            for (String column : matrix.engines()) {
                OptionalDouble largest = matrix.largest(row, column, measure);
                cells.add(span(largest.isPresent() ? Numbers.significant(largest.getAsDouble(), 2) : ""));
            }
            table.row(cells);
        }
        return table.toElement();
    }

    private static Element models(List<EngineAgreement> agreements) {
        HtmlTable table = new HtmlTable("Largest relative difference of a model on two engines")
                .words("model")
                .words("data set")
                .words("engine")
                .words("other engine")
                .numbers("first losses")
                .numbers("how many")
                .numbers("scores after training");
        for (EngineAgreement row : agreements) {
            table.row(List.of(
                    span(row.model()),
                    span(row.comparison()),
                    span(row.reference()),
                    span(row.backend()),
                    span(Numbers.significant(row.losses(), 2)),
                    span(Numbers.count(row.firstLosses())),
                    span(Numbers.significant(row.scores(), 2))));
        }
        return table.toElement();
    }

    private static Element span(String text) {
        return Element.of("span", text);
    }
}
