package org.pushforward.benchmark.report.chart;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.pushforward.benchmark.report.Field;

/** The legend of a color scale: a bar from its first color to its last, with labeled ticks. */
public final class ColorBar {
    private static final double WIDTH = 320;
    private static final double HEIGHT = 12;
    private static final double SIDE = 24;
    private static final int STEPS = 64;
    private static final double[] DECADES = {1, 3};

    private ColorBar() {}

    /** Returns the bar of the quantity of a field, with ticks at 0 and at 1 and 3 times powers of ten. */
    public static Element ofQuantity(Field field, ColorScale scale) {
        Map<Double, String> ticks = new LinkedHashMap<>();
        addTick(ticks, scale, field, 0);
        for (double power = 1; power < 1e9; power *= 10) {
            for (double leading : DECADES) {
                addTick(ticks, scale, field, leading * power);
            }
        }
        return of(scale, ticks, field.quantity() + " in " + field.unit());
    }

    private static void addTick(Map<Double, String> ticks, ColorScale scale, Field field, double quantity) {
        double value = field.standardized(quantity);
        if (value >= scale.low() && value <= scale.high()) {
            ticks.put(value, Numbers.count(Math.round(quantity)));
        }
    }

    /** Returns the bar of plain numbers. */
    public static Element ofNumbers(ColorScale scale, String label) {
        Axis axis = new Axis(scale.low(), scale.high());
        Map<Double, String> ticks = new LinkedHashMap<>();
        for (double tick : axis.ticks(4)) {
            ticks.put(tick, axis.label(tick, 4));
        }
        return of(scale, ticks, label);
    }

    /** Returns the bar with ticks at values of the scale. */
    static Element of(ColorScale scale, Map<Double, String> ticks, String label) {
        double fullWidth = WIDTH + 2 * SIDE;
        double fullHeight = HEIGHT + 34;
        Element svg = Element.of("svg")
                .with("class", "chart colorbar")
                .with("role", "img")
                .with("viewBox", "0 0 " + Element.coordinate(fullWidth) + " " + Element.coordinate(fullHeight))
                .with("width", fullWidth)
                .with("height", fullHeight)
                .add(Element.of("title", "Color scale: " + label));
        double step = WIDTH / STEPS;
        for (int i = 0; i < STEPS; i++) {
            String color = String.format(Locale.ROOT, "#%06x", scale.map().color((i + 0.5) / STEPS) & 0xffffff);
            // Half a pixel of overlap hides the seams that antialiasing would leave.
            svg.add(Element.of("rect")
                    .with("x", SIDE + i * step)
                    .with("y", 0)
                    .with("width", i == STEPS - 1 ? step : step + 0.5)
                    .with("height", HEIGHT)
                    .with("fill", color));
        }
        ticks.forEach((value, text) -> {
            double position = SIDE + scale.share(value) * WIDTH;
            svg.add(
                    Plot.line("tick", position, HEIGHT, position, HEIGHT + 4),
                    Plot.label(text, position, HEIGHT + 16, "middle"));
        });
        return svg.add(Plot.label(label, SIDE + WIDTH / 2, HEIGHT + 31, "middle"));
    }
}
