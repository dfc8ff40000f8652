package org.pushforward.benchmark.report.chart;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pushforward.benchmark.report.inference.GaugeMark;
import org.pushforward.benchmark.report.inference.MapFrame;
import org.pushforward.benchmark.report.inference.MapQuantity;

/**
 * Maps of cells or of gauges with coordinates on their axes. All maps of one chart have the same colors.
 *
 * @param frame the extent
 * @param scale the colors of stretched values
 * @param stretch how values are spread over the colors
 */
public record MapChart(MapFrame frame, ColorScale scale, MapQuantity.Stretch stretch) {
    private static final double LONGER = 150;
    private static final double LEFT = 40;
    private static final double TOP = 6;
    private static final double RIGHT = 8;
    private static final double BELOW = 22;
    private static final double TICK = 4;
    private static final int TICKS = 3;
    private static final double GAUGE = 3.4;
    private static final double DOT = 1.3;
    private static final double[] LEADING = {1, 2, 5};

    /** Returns a map of cells, with dots at gauges. */
    public Element cells(String description, double[] values, List<GaugeMark> dots) {
        Element area = area();
        area.add(Element.of("image")
                .with("href", raster(values, 1).dataUri())
                .with("width", width())
                .with("height", height())
                .with("preserveAspectRatio", "none")
                .with("style", "image-rendering: pixelated"));
        for (GaugeMark gauge : dots) {
            area.add(circle(gauge, DOT).with("class", "gauge-dot"));
        }
        return framed(description, area);
    }

    /** Returns a map of gauges, with the colors of their values. */
    public Element gauges(String description, List<GaugeMark> gauges) {
        Element area = area();
        for (GaugeMark gauge : gauges) {
            String color = String.format(Locale.ROOT, "#%06x", scale.color(stretch.of(gauge.value())) & 0xffffff);
            area.add(circle(gauge, GAUGE).with("class", "gauge").with("fill", color));
        }
        return framed(description, area);
    }

    /** Returns the cells as a picture, each a square of some pixels. */
    public Raster raster(double[] values, int pixels) {
        Raster raster = new Raster(frame.columns() * pixels, frame.rows() * pixels);
        for (int i = 0; i < values.length; i++) {
            raster.fill(
                    i % frame.columns() * pixels,
                    i / frame.columns() * pixels,
                    pixels,
                    pixels,
                    scale.color(stretch.of(values[i])));
        }
        return raster;
    }

    /** Returns the legend of the colors, with ticks at values. */
    public Element legend(String label) {
        Map<Double, String> ticks = new LinkedHashMap<>();
        if (stretch == MapQuantity.Stretch.LOGARITHM) {
            double power = Math.pow(10, Math.floor(scale.low() / Math.log(10)));
            for (int i = 0; i < 12; i++, power *= 10) {
                for (double leading : LEADING) {
                    addTick(ticks, leading * power, Numbers.significant(leading * power, 1));
                }
            }
        } else {
            boolean root = stretch == MapQuantity.Stretch.SQUARE_ROOT;
            Axis axis = root
                    ? new Axis(scale.low() * scale.low(), scale.high() * scale.high())
                    : new Axis(scale.low(), scale.high());
            axis.ticks(5).forEach(tick -> addTick(ticks, tick, axis.label(tick, 5)));
        }
        return ColorBar.of(scale, ticks, label);
    }

    private void addTick(Map<Double, String> ticks, double value, String text) {
        double at = stretch.of(value);
        if (at >= scale.low() - 1e-9 && at <= scale.high() + 1e-9) {
            ticks.put(at, text);
        }
    }

    /** Returns colors that cover most of the values: all but half a percent at each end, and always the values of gauges. */
    public static ColorScale around(
            ColorMap map,
            MapQuantity.Stretch stretch,
            List<double[]> maps,
            List<GaugeMark> gauges,
            Optional<Double> low) {
        double[] all =
                maps.stream().flatMapToDouble(Arrays::stream).map(stretch::of).toArray();
        Quantiles quantiles = Quantiles.of(all);
        double from = low.orElse(quantiles.at(0.005));
        double to = quantiles.at(0.995);
        for (GaugeMark gauge : gauges) {
            from = low.isPresent() ? from : Math.min(from, stretch.of(gauge.value()));
            to = Math.max(to, stretch.of(gauge.value()));
        }
        Axis axis = Axis.around(from, Math.max(from, to), 0);
        return new ColorScale(map, from < to ? from : axis.low(), axis.high());
    }

    private double width() {
        return LONGER * frame.columns() / Math.max(frame.rows(), frame.columns());
    }

    private double height() {
        return LONGER * frame.rows() / Math.max(frame.rows(), frame.columns());
    }

    private Element area() {
        return Element.of("svg")
                .with("x", LEFT)
                .with("y", TOP)
                .with("width", width())
                .with("height", height());
    }

    private Element circle(GaugeMark gauge, double radius) {
        return Element.of("circle")
                .with("cx", x().position(gauge.x(), 0, width()))
                .with("cy", y().position(gauge.y(), height(), 0))
                .with("r", radius);
    }

    private Axis x() {
        return new Axis(frame.west(), frame.east());
    }

    private Axis y() {
        return new Axis(frame.south(), frame.north());
    }

    private Element framed(String description, Element area) {
        double fullWidth = LEFT + width() + RIGHT;
        double fullHeight = TOP + height() + BELOW;
        Element svg = Element.of("svg")
                .with("class", "chart map")
                .with("role", "img")
                .with("viewBox", "0 0 " + Element.coordinate(fullWidth) + " " + Element.coordinate(fullHeight))
                .with("width", fullWidth)
                .with("height", fullHeight)
                .add(
                        Element.of("title", description),
                        area,
                        Element.of("rect")
                                .with("class", "frame")
                                .with("x", LEFT)
                                .with("y", TOP)
                                .with("width", width())
                                .with("height", height()));
        for (double tick : x().ticks(TICKS)) {
            double at = LEFT + x().position(tick, 0, width());
            svg.add(
                    Plot.line("tick", at, TOP + height(), at, TOP + height() + TICK),
                    Plot.label(x().label(tick, TICKS), at, TOP + height() + TICK + 12, "middle"));
        }
        for (double tick : y().ticks(TICKS)) {
            double at = TOP + y().position(tick, height(), 0);
            svg.add(
                    Plot.line("tick", LEFT - TICK, at, LEFT, at),
                    Plot.label(y().label(tick, TICKS), LEFT - TICK - 3, at + 4, "end"));
        }
        return svg;
    }
}
