package org.pushforward.benchmark.report.html;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pushforward.benchmark.report.ScalingCurve;
import org.pushforward.benchmark.report.chart.Axis;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.chart.Plot;
import org.pushforward.io.WholeFile;

/** A self-contained page that shows how the time of a step grows with the size of a workload. */
public final class ScalingPage {
    private static final double WIDTH = 260;
    private static final double HEIGHT = 150;
    private static final double MARK = 3.5;

    private ScalingPage() {}

    /**
     * Writes the page atomically.
     *
     * @param file the file to write
     * @param machine the machine that the times were measured on
     * @param curves the measured times
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, String machine, List<ScalingCurve> curves) {
        WholeFile.write(file, html(machine, curves).getBytes(StandardCharsets.UTF_8));
    }

    static String html(String machine, List<ScalingCurve> curves) {
        Set<String> names = new LinkedHashSet<>();
        curves.forEach(curve -> curve.lines().forEach(line -> names.add(line.engine())));
        Engines engines = new Engines(List.copyOf(names));
        Element panels = Element.of("div").with("class", "panels");
        HtmlTable table = new HtmlTable("Fitted lines: time = offset + slope × size")
                .words("workload")
                .words("what varies")
                .words("engine")
                .numbers("offset, ms")
                .numbers("slope, ms")
                .numbers("largest relative deviation");
        for (ScalingCurve curve : curves) {
            panels.add(panel(curve, engines));
            curve.lines().forEach(line -> table.row(row(curve, line)));
        }
        Element main = Element.of("main")
                .add(
                        Element.of("p", "Pushforward · benchmark").with("class", "kicker"),
                        Element.of("h1", "Cost of a step by its size"),
                        Element.of(
                                        "p",
                                        "Median time per step in milliseconds, measured on " + machine
                                                + ". Dots are measurements; each line is the straight line with the smallest"
                                                + " squared relative errors.")
                                .with("class", "summary"));
        if (engines.several()) {
            main.add(engines.legend());
        }
        main.add(panels, table.toElement());
        return Page.html("Cost of a step by its size", main);
    }

    private static Element panel(ScalingCurve curve, Engines engines) {
        double largest = 0;
        double slowest = 0;
        for (ScalingCurve.Line line : curve.lines()) {
            for (ScalingCurve.Point point : line.points()) {
                largest = Math.max(largest, point.size());
                slowest = Math.max(slowest, point.milliseconds());
            }
        }
        Plot plot = new Plot(new Axis(0, 1.05 * largest), new Axis(0, 1.1 * slowest), WIDTH, HEIGHT);
        List<Element> marks = new ArrayList<>();
        for (ScalingCurve.Line line : curve.lines()) {
            String series = "series-" + engines.names().indexOf(line.engine());
            ScalingCurve.Fit fit = line.fit();
            double end = 1.05 * largest;
            marks.add(Plot.line(
                    "smooth " + series,
                    plot.left(0),
                    plot.top(fit.offset()),
                    plot.left(end),
                    plot.top(fit.offset() + fit.slope() * end)));
            for (ScalingCurve.Point point : line.points()) {
                marks.add(Element.of("circle")
                        .with("class", "mark " + series)
                        .with("cx", plot.left(point.size()))
                        .with("cy", plot.top(point.milliseconds()))
                        .with("r", MARK));
            }
        }
        String title = curve.workload() + ", by " + curve.quantity();
        return Element.of("figure")
                .with("class", "panel")
                .add(
                        Element.of("figcaption").add(Element.of("strong", title)),
                        plot.draw(
                                "Milliseconds per step of " + title, curve.quantity(), marks.toArray(Element[]::new)));
    }

    private static List<Element> row(ScalingCurve curve, ScalingCurve.Line line) {
        ScalingCurve.Fit fit = line.fit();
        return List.of(
                Element.of("span", curve.workload()),
                Element.of("span", curve.quantity()),
                Element.of("span", line.engine()),
                Element.of("span", Numbers.significant(fit.offset(), 3)),
                Element.of("span", Numbers.significant(fit.slope(), 3)),
                Element.of("span", Numbers.percent(fit.worst(), 1)));
    }
}
