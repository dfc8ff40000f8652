package org.pushforward.benchmark.report.chart;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.benchmark.report.inference.TransformHistogram;

/** A histogram on the unit interval: a bar for each share, behind it the band where the share would lie, and a line at the even share. */
public final class HistogramChart {
    private static final double WIDTH = 240;
    private static final double HEIGHT = 120;
    /** The share of a bin that its bar takes. */
    private static final double BAR = 0.6;

    private HistogramChart() {}

    /**
     * Returns the chart.
     *
     * @param description the text alternative of the chart
     */
    public static Element of(String description, TransformHistogram histogram) {
        int bins = histogram.shares().size();
        double highest = 2.0 / bins;
        for (int k = 0; k < bins; k++) {
            highest = Math.max(
                    highest,
                    Math.max(histogram.shares().get(k), histogram.band().get(k).high()));
        }
        Plot plot = new Plot(new Axis(0, 1), new Axis(0, 1.05 * highest), WIDTH, HEIGHT);
        List<Element> marks = new ArrayList<>();
        for (int k = 0; k < bins; k++) {
            double left = (double) k / bins;
            marks.add(box(
                    plot,
                    "band",
                    left,
                    1.0 / bins,
                    histogram.band().get(k).low(),
                    histogram.band().get(k).high()));
            marks.add(box(
                    plot,
                    "bar",
                    left + (1 - BAR) / 2 / bins,
                    BAR / bins,
                    0,
                    histogram.shares().get(k)));
        }
        marks.add(Plot.line("diagonal", plot.left(0), plot.top(1.0 / bins), plot.left(1), plot.top(1.0 / bins)));
        return plot.draw(description, "probability below the truth", marks.toArray(Element[]::new));
    }

    private static Element box(Plot plot, String style, double left, double width, double low, double high) {
        return Element.of("rect")
                .with("class", style)
                .with("x", plot.left(left))
                .with("y", plot.top(high))
                .with("width", plot.left(left + width) - plot.left(left))
                .with("height", plot.top(low) - plot.top(high));
    }
}
