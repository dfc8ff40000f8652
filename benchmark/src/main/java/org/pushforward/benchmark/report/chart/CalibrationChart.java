package org.pushforward.benchmark.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.report.PosteriorResult;

/** How often central intervals hold the truth against how often they claim to; the diagonal is honesty. */
public final class CalibrationChart {
    private static final double SIDE = 240;
    private static final double MARK = 4;

    private CalibrationChart() {}

    /**
     * Returns the chart.
     *
     * @param description what it shows, for those who do not see it
     * @param results a model on each engine by the engine's number, which says the style of its line
     */
    public static Element of(String description, Map<Integer, PosteriorResult> results) {
        Plot plot = new Plot(new Axis(0, 1), new Axis(0, 1), SIDE, SIDE);
        List<Element> marks = new ArrayList<>();
        marks.add(Plot.line("diagonal", plot.left(0), plot.top(0), plot.left(1), plot.top(1)));
        marks.add(Plot.line("guide", plot.left(0.9), plot.top(0), plot.left(0.9), plot.top(1)));
        results.forEach((engine, result) -> {
            StringBuilder steps = new StringBuilder();
            for (PosteriorResult.Coverage point : result.calibration()) {
                if (Double.isFinite(point.covered())) {
                    steps.append(steps.isEmpty() ? 'M' : 'L')
                            .append(Element.coordinate(plot.left(point.level())))
                            .append(' ')
                            .append(Element.coordinate(plot.top(point.covered())));
                }
            }
            marks.add(
                    Element.of("path").with("class", "smooth series-" + engine).with("d", steps.toString()));
            if (Double.isFinite(result.coverage90())) {
                marks.add(Element.of("circle")
                        .with("class", "mark series-" + engine)
                        .with("cx", plot.left(0.9))
                        .with("cy", plot.top(result.coverage90()))
                        .with("r", MARK));
            }
        });
        return plot.draw(description, "probability that the interval claims", marks.toArray(Element[]::new));
    }
}
