package org.pushforward.benchmark.report.html;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pushforward.benchmark.report.LossCurve;
import org.pushforward.benchmark.report.TrainingReport;
import org.pushforward.benchmark.report.chart.Axis;
import org.pushforward.benchmark.report.chart.DensityMap;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.LineChart;
import org.pushforward.benchmark.report.chart.PlaneFrame;
import org.pushforward.benchmark.report.chart.Raster;
import org.pushforward.benchmark.report.chart.ScatterChart;
import org.pushforward.tensor.HostArray;

/** The self-contained page of one training: it needs no other file, no network, and no script. */
public final class TrainingPage {
    private static final int CODES = 2000;
    private static final int ZOOM = 3;

    private final TrainingReport report;
    private final Painter painter;

    /** Creates the page of a report. */
    public TrainingPage(TrainingReport report) {
        this.report = report;
        this.painter = Painter.of(report.domain(), report.real());
    }

    /** Returns the HTML of the page. */
    public String html() {
        Element main = Element.of("main");
        main.add(Element.of("h1", report.title()), Element.of("p", report.subtitle()));
        HtmlTable facts =
                new HtmlTable("The training at a glance").words("quantity").words("value");
        report.facts()
                .forEach((label, value) -> facts.row(List.of(Element.of("span", label), Element.of("span", value))));
        main.add(facts.toElement());
        if (!report.warnings().isEmpty()) {
            Element list = Element.of("ul");
            report.warnings().forEach(warning -> list.add(Element.of("li", warning)));
            main.add(Element.of("h2", "Possible problems"), list);
        }
        main.add(Element.of("h2", "Losses"), losses());
        main.add(Element.of("h2", "Samples"), samples());
        report.reconstructions().ifPresent(again -> {
            HostArray first = report.real().rows(0, again.shape().dim(0));
            main.add(Element.of("h2", "Reconstructions"), beside("Data", first, true, "Reconstructed", again));
        });
        report.codes().ifPresent(codes -> main.add(Element.of("h2", "Representations of data"), codes(codes)));
        report.density().ifPresent(density -> main.add(Element.of("h2", "Density"), density(density)));
        main.add(
                Element.of("h2", "How to run this again"),
                Element.of("pre", report.command()),
                Element.of("pre", report.settings()));
        return Page.html(report.title(), main);
    }

    private Element losses() {
        Element panels = Element.of("div").with("class", "panels");
        for (LossCurve curve : report.losses()) {
            if (curve.values().size() > 1) {
                panels.add(panel(curve.name(), LineChart.of("Loss " + curve.name(), Map.of(0, curve))));
            }
        }
        return panels;
    }

    private Element samples() {
        Element panels = Element.of("div").with("class", "panels");
        panels.add(panel("Data", painter.figure(report.real(), "Data", true)));
        report.samples().ifPresent(drawn -> panels.add(panel("Model", painter.figure(drawn, "Model", false))));
        Element section = Element.of("div").add(panels);
        painter.remark(report.real()).ifPresent(remark -> section.add(Element.of("p", remark)));
        painter.legend().ifPresent(section::add);
        return section;
    }

    private Element beside(String left, HostArray a, boolean real, String right, HostArray b) {
        return Element.of("div")
                .with("class", "panels")
                .add(panel(left, painter.figure(a, left, real)), panel(right, painter.figure(b, right, false)));
    }

    private static Element codes(HostArray codes) {
        ScatterChart chart = new ScatterChart(PlaneFrame.around(codes), codes, CODES);
        return panel(
                "the first two coordinates", chart.chart("Representations of " + chart.count() + " rows", "generated"));
    }

    private static Element density(DensityMap density) {
        Raster raster = density.raster(ZOOM);
        String caption = axis("across", density.frame().x()) + ", "
                + axis("up", density.frame().y());
        return panel(
                caption,
                Element.of("img")
                        .with("src", raster.dataUri())
                        .with("width", raster.width())
                        .with("height", raster.height())
                        .with("alt", "The density of the model in the range of the data; lighter is higher"));
    }

    private static String axis(String way, Axis axis) {
        return String.format(Locale.ROOT, "%s from %.3g to %.3g", way, axis.low(), axis.high());
    }

    private static Element panel(String caption, Element content) {
        return Element.of("figure").with("class", "panel").add(Element.of("figcaption", caption), content);
    }
}
