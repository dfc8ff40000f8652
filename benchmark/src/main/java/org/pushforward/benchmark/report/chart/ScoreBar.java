package org.pushforward.benchmark.report.chart;

import java.util.Optional;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.Interval;

/**
 * A score on a small logarithmic line: a box shows the band of real data, a dot the mean, and a whisker one standard deviation.
 *
 * @param band the band of real data
 * @param axis the axis of natural logarithms of scores, which all lines of a table share
 */
public record ScoreBar(Optional<Interval> band, Axis axis) {
    private static final double WIDTH = 110;
    private static final double HEIGHT = 18;
    private static final double MIDDLE = HEIGHT / 2;

    /** Returns the line with a score. */
    public Element of(Estimate score) {
        Element svg = empty();
        if (score.mean() > 0 && Double.isFinite(score.mean())) {
            double error = Double.isFinite(score.standardDeviation()) ? score.standardDeviation() : 0;
            double least = Math.max(score.mean() - error, Math.exp(axis.low()));
            svg.add(
                    Plot.line("whisker", left(least), MIDDLE, left(score.mean() + error), MIDDLE),
                    Element.of("circle")
                            .with("class", "dot")
                            .with("cx", left(score.mean()))
                            .with("cy", MIDDLE)
                            .with("r", 3.5));
        }
        return svg;
    }

    /** Returns the line with only the band. */
    public Element empty() {
        Element svg = Element.of("svg")
                .with("class", "scorebar")
                .with("aria-hidden", "true")
                .with("viewBox", "0 0 " + Element.coordinate(WIDTH) + " " + Element.coordinate(HEIGHT))
                .with("width", WIDTH)
                .with("height", HEIGHT);
        band.ifPresent(ends -> svg.add(Element.of("rect")
                .with("class", "band")
                .with("x", left(ends.low()))
                .with("y", 2)
                .with("width", Math.max(1, left(ends.high()) - left(ends.low())))
                .with("height", HEIGHT - 4)));
        return svg.add(Plot.line("guide", 0, MIDDLE, WIDTH, MIDDLE));
    }

    private double left(double score) {
        return axis.position(Math.log(score), 4, WIDTH - 4);
    }
}
