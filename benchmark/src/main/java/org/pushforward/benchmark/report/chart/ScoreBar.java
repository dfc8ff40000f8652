package org.pushforward.benchmark.report.chart;

import org.pushforward.benchmark.report.Scores;

/**
 * A score beside the floor on a small logarithmic line: a tick for the floor, a dot for the score, a whisker of two
 * standard errors.
 *
 * @param floor the score of real data against real data
 * @param axis the natural logarithms of the scores that the lines of one table share
 */
public record ScoreBar(double floor, Axis axis) {
    private static final double WIDTH = 150;
    private static final double HEIGHT = 18;
    private static final double MIDDLE = HEIGHT / 2;

    /** Returns the line of a score. */
    public Element of(Scores scores) {
        Element svg = Element.of("svg")
                .with("class", "scorebar")
                .with("aria-hidden", "true")
                .with("viewBox", "0 0 " + Element.coordinate(WIDTH) + " " + Element.coordinate(HEIGHT))
                .with("width", WIDTH)
                .with("height", HEIGHT)
                .add(Plot.line("guide", 0, MIDDLE, WIDTH, MIDDLE));
        if (floor > 0) {
            svg.add(Plot.line("floor", left(floor), 1, left(floor), HEIGHT - 1));
        }
        double score = scores.slicedWasserstein();
        if (score > 0 && Double.isFinite(score)) {
            double error = Double.isFinite(scores.standardError()) ? 2 * scores.standardError() : 0;
            double least = Math.max(score - error, Math.exp(axis.low()));
            svg.add(
                    Plot.line("whisker", left(least), MIDDLE, left(score + error), MIDDLE),
                    Element.of("circle")
                            .with("class", "dot")
                            .with("cx", left(score))
                            .with("cy", MIDDLE)
                            .with("r", 3.5));
        }
        return svg;
    }

    private double left(double score) {
        return axis.position(Math.log(score), 4, WIDTH - 4);
    }
}
