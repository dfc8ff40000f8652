package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.report.Vectors;
import org.pushforward.benchmark.report.chart.Axis;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.chart.PlaneFrame;
import org.pushforward.benchmark.report.chart.Quantiles;
import org.pushforward.benchmark.report.chart.Raster;
import org.pushforward.benchmark.report.chart.ScatterChart;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Draws vectors as dots, with a chart for each pair of the first coordinates. The axes cover nearly all real values.
 *
 * @param names the names of the coordinates
 * @param axes the axis of each coordinate
 */
record PairsPainter(List<String> names, List<Axis> axes) implements Painter {
    private static final int SHOWN = 1500;
    private static final int COORDINATES = 4;
    private static final double LEFT_OUT = 0.002;
    private static final double MARGIN = 0.08;

    static PairsPainter of(Vectors vectors, HostArray real) {
        int width = vectors.dimension();
        int drawn = Math.min(width, COORDINATES);
        List<Axis> axes = new ArrayList<>();
        for (int j = 0; j < drawn; j++) {
            Quantiles quantiles = Quantiles.of(column(real, width, j));
            axes.add(Axis.around(quantiles.at(LEFT_OUT), quantiles.at(1 - LEFT_OUT), MARGIN));
        }
        return new PairsPainter(vectors.names(), axes);
    }

    private static double[] column(HostArray samples, int width, int j) {
        double[] values = new double[samples.size() / width];
        for (int i = 0; i < values.length; i++) {
            values[i] = samples.get(i * width + j);
        }
        return values;
    }

    private ScatterChart pair(HostArray samples, int first, int second) {
        int width = names.size();
        int count = Math.min(SHOWN, samples.size() / width);
        float[] points = new float[2 * count];
        for (int i = 0; i < count; i++) {
            points[2 * i] = (float) samples.get(i * width + first);
            // A single coordinate is drawn against the position in the sample.
            points[2 * i + 1] = second == first ? (float) i / count : (float) samples.get(i * width + second);
        }
        Axis vertical = second == first ? new Axis(0, 1) : axes.get(second);
        return new ScatterChart(
                new PlaneFrame(axes.get(first), vertical), HostArray.wrap(Shape.of(count, 2), points), SHOWN);
    }

    @Override
    public Raster raster(HostArray samples) {
        return pair(samples, 0, Math.min(1, axes.size() - 1)).raster();
    }

    @Override
    public Element figure(HostArray samples, String title, boolean real) {
        Element charts = Element.of("div").with("class", "pairs");
        for (int i = 0; i < axes.size(); i++) {
            for (int j = i + 1; j < Math.max(axes.size(), i + 2) && (j < axes.size() || axes.size() == 1); j++) {
                int second = axes.size() == 1 ? 0 : j;
                ScatterChart chart = pair(samples, i, second);
                charts.add(Element.of("figure")
                        .with("class", "panel")
                        .add(
                                Element.of("figcaption", names.get(i) + (second == i ? "" : ", " + names.get(second))),
                                chart.chart(
                                        title + ": " + Numbers.count(chart.count()) + " points, " + names.get(i)
                                                + " and " + names.get(second),
                                        real ? "real" : "generated")));
            }
        }
        return charts;
    }

    @Override
    public Optional<String> remark(HostArray samples) {
        return names.size() > axes.size()
                ? Optional.of("the first " + axes.size() + " of " + names.size() + " coordinates")
                : Optional.empty();
    }

    @Override
    public Optional<Element> legend() {
        return Optional.empty();
    }
}
