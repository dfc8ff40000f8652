package org.pushforward.benchmark.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pushforward.metrics.calibration.CoverageBand;

/**
 * The coverage of central intervals against their nominal probability, with the band in which the whole curve of a calibrated
 * posterior would lie.
 */
public final class CalibrationChart {
    private static final double SIDE = 240;

    private CalibrationChart() {}

    /**
     * Returns the chart, with the band of the first curve.
     *
     * @param description the text alternative of the chart
     * @param curves the coverage of a model on each engine, by the number of the engine, which determines the style of the line
     */
    public static Element of(String description, Map<Integer, CoverageBand> curves) {
        Plot plot = new Plot(new Axis(0, 1), new Axis(0, 1), SIDE, SIDE);
        List<Element> marks = new ArrayList<>();
        curves.values().stream().findFirst().ifPresent(first -> marks.add(band(first, plot)));
        marks.add(Plot.line("diagonal", plot.left(0), plot.top(0), plot.left(1), plot.top(1)));
        curves.forEach((engine, curve) -> {
            StringBuilder steps = new StringBuilder();
            for (int i = 0; i < curve.levels().length; i++) {
                append(steps, plot.left(curve.levels()[i]), plot.top(curve.covered()[i]));
            }
            marks.add(
                    Element.of("path").with("class", "smooth series-" + engine).with("d", steps.toString()));
        });
        return plot.draw(description, "nominal probability of the interval", marks.toArray(Element[]::new));
    }

    private static Element band(CoverageBand curve, Plot plot) {
        StringBuilder steps = new StringBuilder();
        int count = curve.levels().length;
        for (int i = 0; i < count; i++) {
            append(steps, plot.left(curve.levels()[i]), plot.top(curve.band()[i].high()));
        }
        for (int i = count - 1; i >= 0; i--) {
            append(steps, plot.left(curve.levels()[i]), plot.top(curve.band()[i].low()));
        }
        return Element.of("path")
                .with("class", "band")
                .with("d", steps.append('Z').toString());
    }

    private static void append(StringBuilder steps, double left, double top) {
        steps.append(steps.isEmpty() ? 'M' : 'L')
                .append(Element.coordinate(left))
                .append(' ')
                .append(Element.coordinate(top));
    }
}
