package org.pushforward.benchmark.report.chart;

/**
 * The frame of a chart: two axes with ticks, and an area that clips curves and points.
 *
 * <p>The style sheet of the page sets colors by class, so that a chart adapts to dark mode.
 *
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param width the width of the area
 * @param height the height of the area
 */
public record Plot(Axis x, Axis y, double width, double height) {
    private static final double LEFT = 46;
    private static final double TOP = 8;
    private static final double RIGHT = 12;
    private static final double BELOW_TICKS = 22;
    private static final double BELOW_LABEL = 18;
    private static final double TICK = 4;
    private static final double PIXELS_A_TICK = 62;
    private static final double PIXELS_A_VERTICAL_TICK = 55;

    /** Returns the horizontal position of a value within the area. */
    public double left(double value) {
        return x.position(value, 0, width);
    }

    /** Returns the vertical position of a value within the area. */
    public double top(double value) {
        return y.position(value, height, 0);
    }

    /**
     * Returns the chart.
     *
     * @param description the text alternative of the chart
     * @param xLabel the label of the horizontal axis; empty for none
     * @param marks the elements in the area, in coordinates of the area
     */
    public Element draw(String description, String xLabel, Element... marks) {
        double bottom = BELOW_TICKS + (xLabel.isEmpty() ? 0 : BELOW_LABEL);
        double fullWidth = LEFT + width + RIGHT;
        double fullHeight = TOP + height + bottom;
        Element svg = Element.of("svg")
                .with("class", "chart")
                .with("role", "img")
                .with("viewBox", "0 0 " + Element.coordinate(fullWidth) + " " + Element.coordinate(fullHeight))
                .with("width", fullWidth)
                .with("height", fullHeight)
                .add(Element.of("title", description));
        addHorizontalTicks(svg);
        addVerticalTicks(svg);
        // A nested drawing clips its content, without the need for an id that is unique on the page.
        Element area = Element.of("svg")
                .with("x", LEFT)
                .with("y", TOP)
                .with("width", width)
                .with("height", height)
                .add(marks);
        svg.add(
                area,
                Element.of("rect")
                        .with("class", "frame")
                        .with("x", LEFT)
                        .with("y", TOP)
                        .with("width", width)
                        .with("height", height));
        if (!xLabel.isEmpty()) {
            svg.add(label(xLabel, LEFT + width / 2, TOP + height + BELOW_TICKS + 10, "middle"));
        }
        return svg;
    }

    private void addHorizontalTicks(Element svg) {
        int about = (int) Math.max(2, Math.round(width / PIXELS_A_TICK));
        for (double tick : x.ticks(about)) {
            double position = LEFT + left(tick);
            svg.add(
                    line("tick", position, TOP + height, position, TOP + height + TICK),
                    label(x.label(tick, about), position, TOP + height + TICK + 12, "middle"));
        }
    }

    private void addVerticalTicks(Element svg) {
        int about = (int) Math.max(2, Math.round(height / PIXELS_A_VERTICAL_TICK));
        for (double tick : y.ticks(about)) {
            double position = TOP + top(tick);
            svg.add(
                    line("tick", LEFT - TICK, position, LEFT, position),
                    label(y.label(tick, about), LEFT - TICK - 3, position + 4, "end"));
        }
    }

    /** Returns a straight line. */
    public static Element line(String style, double fromX, double fromY, double toX, double toY) {
        return Element.of("line")
                .with("class", style)
                .with("x1", fromX)
                .with("y1", fromY)
                .with("x2", toX)
                .with("y2", toY);
    }

    /** Returns a text whose start, middle, or end is at a position. */
    static Element label(String text, double left, double baseline, String anchor) {
        return Element.of("text", text).with("x", left).with("y", baseline).with("text-anchor", anchor);
    }
}
