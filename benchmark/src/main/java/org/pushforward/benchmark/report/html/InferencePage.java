package org.pushforward.benchmark.report.html;

import java.util.List;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.inference.InferenceReport;
import org.pushforward.benchmark.report.inference.StudyTable;

/** The self-contained page of one field that was inferred from gauges: it needs no other file, no network, and no script. */
public final class InferencePage {
    private final InferenceReport report;
    private final InferenceMaps maps;
    private final InferenceTables tables;

    /** Creates the page of a report. */
    public InferencePage(InferenceReport report) {
        this.report = report;
        this.maps = new InferenceMaps(report);
        this.tables = new InferenceTables(report);
    }

    /** Returns the HTML of the page. */
    public String html() {
        Element main = Element.of("main");
        main.add(Element.of("h1", report.title()), Element.of("p", report.subtitle()));
        if (report.interrupted()) {
            main.add(Element.of("p", "This run was stopped before all methods were done.")
                    .with("class", "warning"));
        }
        report.warnings()
                .forEach(warning ->
                        main.add(Element.of("p", "Warning: " + warning).with("class", "warning")));
        main.add(Element.of("p", report.verdict()).with("class", "verdict"));
        main.add(facts());
        if (!report.results().isEmpty()) {
            main.add(Element.of("h2", "What fell between the gauges"), maps.values());
            main.add(Element.of("h2", "How sure the methods are"), maps.deviations());
            main.add(Element.of("h2", "Possible fields"), maps.samples());
            main.add(Element.of("h2", "Where a threshold is exceeded"), maps.exceedances());
            main.add(Element.of("h2", "Scores"), tables.scores());
            report.heldOut()
                    .filter(each -> !each.scores().isEmpty())
                    .ifPresent(each -> main.add(Element.of("h2", "Gauges that were left out"), HeldOutTable.of(each)));
            tables.calibration().ifPresent(each -> main.add(Element.of("h2", "Calibration in this field"), each));
            tables.parameters().ifPresent(each -> main.add(Element.of("h2", "Parameters"), each));
        }
        tables.leftOut().ifPresent(main::add);
        report.study().ifPresent(study -> main.add(Element.of("h2", study.title()), study(study)));
        main.add(
                Element.of("h2", "How to run this again"),
                Element.of("pre", report.command()),
                Element.of("pre", report.settings()));
        return Page.html(report.title(), main);
    }

    private Element facts() {
        HtmlTable facts =
                new HtmlTable("The field at a glance").words("quantity").words("value");
        report.facts()
                .forEach((label, value) -> facts.row(List.of(Element.of("span", label), Element.of("span", value))));
        return facts.toElement();
    }

    private static Element study(StudyTable study) {
        HtmlTable table = new HtmlTable(study.note());
        study.columns().stream().limit(1).forEach(table::words);
        study.columns().stream().skip(1).forEach(table::numbers);
        study.rows()
                .forEach(row -> table.row(
                        row.stream().map(text -> Element.of("span", text)).toList()));
        return Element.of("div").add(Element.of("p", study.verdict()).with("class", "verdict"), table.toElement());
    }
}
