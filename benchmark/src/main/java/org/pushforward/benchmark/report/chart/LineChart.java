package org.pushforward.benchmark.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.report.LossCurve;

/** One loss over the iterations: for each engine, the values as a faint line and their running median as a solid line. */
public final class LineChart {
    private static final double WIDTH = 260;
    private static final double HEIGHT = 150;
    /** The axis leaves out this share of the values at each end, since a few large first losses would flatten the rest of the curve. */
    private static final double LEFT_OUT = 0.01;
    /** The window of the running median, as a share of the curve. */
    private static final double WINDOW = 0.04;

    private LineChart() {}

    /**
     * Returns the chart.
     *
     * @param description the text alternative of the chart
     * @param curves the loss on each engine, by the number of the engine, which determines the style of the line
     */
    public static Element of(String description, Map<Integer, LossCurve> curves) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        long last = 2;
        for (LossCurve curve : curves.values()) {
            Quantiles quantiles = Quantiles.of(curve.values());
            low = Math.min(low, quantiles.at(LEFT_OUT));
            high = Math.max(high, quantiles.at(1 - LEFT_OUT));
            last = Math.max(last, (long) curve.values().size() * curve.stride());
        }
        Plot plot = new Plot(new Axis(0, last), Axis.around(low, high, 0.08), WIDTH, HEIGHT);
        List<Element> marks = new ArrayList<>();
        curves.forEach((engine, curve) ->
                marks.add(path("raw series-" + engine, curve, curve.values().toDoubles(), plot)));
        curves.forEach((engine, curve) -> marks.add(
                path("smooth series-" + engine, curve, smooth(curve.values().toDoubles()), plot)));
        return plot.draw(description, "iteration", marks.toArray(Element[]::new));
    }

    private static Element path(String style, LossCurve curve, double[] values, Plot plot) {
        StringBuilder steps = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                drawing = false;
                continue;
            }
            steps.append(drawing ? 'L' : 'M')
                    .append(Element.coordinate(plot.left(curve.iteration(i))))
                    .append(' ')
                    .append(Element.coordinate(bounded(plot.top(values[i]))));
            drawing = true;
        }
        return Element.of("path").with("class", style).with("d", steps.toString());
    }

    // Limits positions far outside, because renderers lose precision or become slow at huge coordinates.
    private static double bounded(double position) {
        return Math.max(-10 * HEIGHT, Math.min(10 * HEIGHT, position));
    }

    /** Returns the median of the finite values in a window around each position; the window is smaller near the ends. */
    static double[] smooth(double[] values) {
        int half = (int) Math.round(values.length * WINDOW / 2);
        double[] smoothed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            // The window stays symmetric near the ends, so that a slope does not bend there.
            int reach = Math.min(half, Math.min(i, values.length - 1 - i));
            smoothed[i] = Quantiles.of(Arrays.copyOfRange(values, i - reach, i + reach + 1))
                    .at(0.5);
        }
        return smoothed;
    }
}
